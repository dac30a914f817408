// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

// 1. Small entangled resource states, and fusions that measure XX and ZZ of two of their qubits.
// 2. The checks: products of outcomes that the resource states make certain.
// 3. The membranes: such products that wrap around the torus, and tell of a logical error.
//
// Bartolucci et al., Fusion-based quantum computation, Nat. Commun. 14, 912 (2023).

/// A network of fusions on a cubic lattice with periodic boundaries: a fault-tolerant memory without circuits.
///
/// Each outcome, XX or ZZ, takes part in two checks, those of the primal lattice (cubes) or those of the dual one
/// (vertices), and in the membranes that it lies in. Outcome 2i is the XX of fusion i, outcome 2i + 1 its ZZ.
public struct FusionNetwork: Sendable {
  /// The kinds of network.
  public enum Family: String, Sendable, CaseIterable {
    /// A GHZ state of 4 qubits for each face and each edge, fused where an edge bounds a face: 12 fusions a cube.
    case fourStar = "4-star"
    /// Two rings of 6 qubits for each vertex, fused on faces and edges: 6 fusions a cube.
    case sixRing = "6-ring"
  }

  /// A fusion of two qubits.
  public struct Fusion: Sendable, Hashable {
    /// The qubits.
    public var first: Int
    /// The other one.
    public var second: Int
  }

  /// What one outcome takes part in.
  public struct Outcome: Sendable, Hashable {
    /// The two checks.
    public var checks: (UInt32, UInt32) { (first, second) }
    /// The membranes: 0, 1, 2 of the primal lattice, 3, 4, 5 of the dual one, ascending.
    public var membranes: [UInt32]
    var first: UInt32
    var second: UInt32
  }

  /// The kind of network.
  public let family: Family
  /// L: the lattice has L × L × L cubes.
  public let size: Int
  /// The qubits of each resource state: those of a star, or those of a ring in order.
  public private(set) var states: [[Int]] = []
  /// Of 4-star networks, whether the state is turned by Hadamard gates: those on edges are.
  public private(set) var isTurned: [Bool] = []
  /// The fusions.
  public private(set) var fusions: [Fusion] = []
  /// What their outcomes take part in, two for each fusion.
  public private(set) var outcomes: [Outcome] = []

  /// The number of checks: cubes, then vertices.
  public var checkCount: Int { 2 * size * size * size }
  /// The number of membranes.
  public var membraneCount: Int { 6 }
  /// The number of qubits.
  public var qubitCount: Int { 2 * fusions.count }

  /// The sizes that can be made.
  public static let sizes = 3...40

  /// Makes a network.
  ///
  /// - Throws: `CodeError` with code `.badParameter` if the size is out of its range.
  public init(_ family: Family, size: Int) throws(CodeError) {
    guard FusionNetwork.sizes.contains(size) else {
      throw CodeError(
        .badParameter,
        "\(family.rawValue): size=\(size) must be in \(FusionNetwork.sizes.lowerBound)..."
          + "\(FusionNetwork.sizes.upperBound).")
    }
    self.family = family
    self.size = size
    switch family {
    case .fourStar: makeStars()
    case .sixRing: makeRings()
    }
  }

  // MARK: Places

  /// A vertex of the lattice, and the cube above it in every direction.
  struct Place: Hashable {
    var x = 0
    var y = 0
    var z = 0

    subscript(axis: Int) -> Int { axis == 0 ? x : axis == 1 ? y : z }

    func moved(_ axis: Int, _ step: Int, _ size: Int) -> Place {
      var place = self
      func wrapped(_ value: Int) -> Int { (value + step + size) % size }
      switch axis {
      case 0: place.x = wrapped(x)
      case 1: place.y = wrapped(y)
      default: place.z = wrapped(z)
      }
      return place
    }
  }

  /// Every place, in the order of their numbers.
  var places: [Place] {
    (0..<size).flatMap { x in
      (0..<size).flatMap { y in (0..<size).map { z in Place(x: x, y: y, z: z) } }
    }
  }

  func number(_ place: Place) -> Int { (place.x * size + place.y) * size + place.z }

  /// The two axes other than one, ascending.
  static func others(_ axis: Int) -> (Int, Int) {
    axis == 0 ? (1, 2) : axis == 1 ? (0, 2) : (0, 1)
  }

  // MARK: Outcomes

  /// An outcome in two cubes.
  func primal(_ first: Place, _ second: Place, _ membranes: [Int]) -> Outcome {
    Outcome(
      membranes: membranes.sorted().map { UInt32($0) }, first: UInt32(number(first)),
      second: UInt32(number(second)))
  }

  /// An outcome at two vertices.
  func dual(_ first: Place, _ second: Place, _ membranes: [Int]) -> Outcome {
    let cubes = size * size * size
    return Outcome(
      membranes: membranes.sorted().map { UInt32($0 + 3) }, first: UInt32(cubes + number(first)),
      second: UInt32(cubes + number(second)))
  }

  /// Takes the parts as they are made.
  mutating func add(state: [Int], isTurned turned: Bool = false) {
    states.append(state)
    isTurned.append(turned)
  }

  mutating func add(fusion first: Int, _ second: Int, xx: Outcome, zz: Outcome) {
    fusions.append(Fusion(first: first, second: second))
    outcomes.append(xx)
    outcomes.append(zz)
  }
}
