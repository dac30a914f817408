// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CodeConstructions
public import NoiseModels
import PauliAlgebra

/// What a code of one encoded qubit makes of a channel on each of its qubits, without sampling.
///
/// The qubits of a code state suffer the channel, the checks are measured perfectly, and the likeliest error of the
/// syndrome, as the channel's Pauli twirl has it, is taken back. What the encoded qubit suffers on the average over
/// syndromes is a channel again. Its transfer matrix is a sum over pairs of stabilizers, which is done exactly.
/// Source: Rahn, Doherty, Mabuchi, Phys. Rev. A 66, 032304 (2002).
public struct LogicalChannel: Sendable, Hashable {
  /// The most qubits of a code: a state is followed as 4ⁿ numbers.
  public static let largestQubitCount = 11

  /// What the encoded qubit suffers under the channel itself.
  public let exact: TransferMatrix
  /// What it suffers under the channel's Pauli twirl, with the same corrections.
  public let twirled: PauliRates

  /// Computes the channel of the encoded qubit.
  ///
  /// - Parameters:
  ///   - code: The code.
  ///   - channel: What each of its qubits suffers.
  /// - Throws: `SamplingError` if the code encodes other than one qubit or has more than `largestQubitCount` qubits.
  /// - Complexity: O(n 4ⁿ).
  /// - Precondition: the channel acts on one qubit.
  public init(of code: StabilizerCode, under channel: KrausChannel) throws(SamplingError) {
    guard code.qubitCount <= LogicalChannel.largestQubitCount else {
      throw SamplingError(
        .task,
        "code=\(code.name): has \(code.qubitCount) qubits; exact channels are computed of codes of at most "
          + "\(LogicalChannel.largestQubitCount).")
    }
    guard code.logicalQubitCount == 1 else {
      throw SamplingError(
        .task,
        "code=\(code.name): encodes \(code.logicalQubitCount) qubits; exact channels are computed of codes of one."
      )
    }
    let group = EncodedPaulis(code)
    let table = CosetTable(group, channel.twirl)
    let matrix = channel.transferMatrix
    var entries = [Double](repeating: 0, count: 16)
    for column in 0..<4 {
      var state = group.state(column)
      state.apply(matrix)
      for row in 0..<4 {
        entries[4 * row + column] = group.overlap(of: state, row, table.weights(of: row))
      }
    }
    exact = TransferMatrix(entries)
    twirled = table.logicalRates
  }
}

/// A Hermitian operator of n qubits by its coefficients in the basis of Paulis.
///
/// The place of a Pauli has two bits a qubit, 0 for I and 1, 2, 3 for X, Y and Z.
struct PauliVector {
  private(set) var coefficients: [Double]
  private let qubitCount: Int

  init(qubitCount: Int) {
    self.qubitCount = qubitCount
    coefficients = [Double](repeating: 0, count: 1 << (2 * qubitCount))
  }

  subscript(place: Int) -> Double {
    get { coefficients[place] }
    set { coefficients[place] = newValue }
  }

  /// Applies a channel to each qubit.
  mutating func apply(_ channel: TransferMatrix) {
    for qubit in 0..<qubitCount {
      let step = 1 << (2 * qubit)
      for block in stride(from: 0, to: coefficients.count, by: 4 * step) {
        for place in block..<(block + step) {
          let old = SIMD4(
            coefficients[place], coefficients[place + step], coefficients[place + 2 * step],
            coefficients[place + 3 * step])
          for row in 0..<4 {
            let factors = SIMD4(
              channel[row, 0], channel[row, 1], channel[row, 2], channel[row, 3])
            coefficients[place + row * step] = (factors * old).sum()
          }
        }
      }
    }
  }
}

/// The stabilizers of a code, times I, X, Y and Z of the encoded qubit.
struct EncodedPaulis {
  /// Where a signed Pauli is in a vector, and its sign.
  private struct Element {
    var place: Int
    var sign: Double
  }

  let qubitCount: Int
  /// Generators of the stabilizers, independent of each other.
  let generators: [PauliString]
  /// I, X, Y and Z of the encoded qubit.
  let logicals: [PauliString]
  /// For each logical Pauli, its products with the stabilizers; the bits of the index say which generators take part.
  private let elements: [[Element]]

  /// - Precondition: the code encodes one qubit.
  init(_ code: StabilizerCode) {
    let count = code.qubitCount
    func string(_ factors: [StabilizerCode.Factor]) -> PauliString {
      var string = PauliString(qubitCount: count)
      for factor in factors { string[factor.qubit] = factor.pauli }
      return string
    }
    qubitCount = count
    let checks = code.checks.map { string($0.factors) }
    let generators = PauliString.canonicalGenerators(of: checks).filter { !$0.isIdentity }
    self.generators = generators
    let x = string(code.logicals[0].x)
    let z = string(code.logicals[0].z)
    // Y = iXZ.
    var y = x * z
    y.phase = (y.phase + 1) % 4
    logicals = [PauliString(qubitCount: count), x, y, z]
    elements = logicals.map { logical in
      var products = [logical]
      for generator in generators { products += products.map { $0 * generator } }
      return products.map {
        Element(place: EncodedPaulis.place($0), sign: $0.isNegative ? -1 : 1)
      }
    }
  }

  private static func place(_ string: PauliString) -> Int {
    string.paulis.enumerated().reduce(0) { place, factor in
      let digit = factor.element.hasX ? (factor.element.hasZ ? 2 : 1) : factor.element.hasZ ? 3 : 0
      return place | digit << (2 * factor.offset)
    }
  }

  /// A logical Pauli on the code space.
  func state(_ logical: Int) -> PauliVector {
    var state = PauliVector(qubitCount: qubitCount)
    for element in elements[logical] { state[element.place] = element.sign }
    return state
  }

  /// What a logical Pauli, corrected with weights of its products with the stabilizers, says of a state.
  func overlap(of state: PauliVector, _ logical: Int, _ weights: [Double]) -> Double {
    zip(elements[logical], weights).reduce(0) { $0 + $1.0.sign * $1.1 * state[$1.0.place] }
  }

  /// Which generators a Pauli on a qubit flips, in the lowest bits, then logical Z and logical X.
  func signature(_ qubit: Int, _ pauli: Pauli) -> Int {
    var signature = 0
    for (bit, string) in (generators + [logicals[3], logicals[1]]).enumerated()
    where !string[qubit].commutes(with: pauli) {
      signature |= 1 << bit
    }
    return signature
  }
}

/// How likely each syndrome and effect on the encoded qubit are under Pauli noise, and what corrects them.
struct CosetTable {
  /// What errors of a syndrome do to the encoded qubit, most likely: bit 0 flips its Z, bit 1 its X.
  private let corrections: [Int]
  /// The Paulis that the encoded qubit suffers after correction.
  let logicalRates: PauliRates

  init(_ group: EncodedPaulis, _ noise: PauliRates) {
    let syndromeCount = 1 << group.generators.count
    var odds = [Double](repeating: 0, count: 4 * syndromeCount)
    odds[0] = 1
    for qubit in 0..<group.qubitCount {
      let steps = [(Pauli.x, noise.x), (.y, noise.y), (.z, noise.z)].map {
        (signature: group.signature(qubit, $0.0), probability: $0.1)
      }
      let old = odds
      odds = old.indices.map { place in
        steps.reduce((1 - noise.total) * old[place]) {
          $0 + $1.probability * old[place ^ $1.signature]
        }
      }
    }
    var effects = [0.0, 0.0, 0.0, 0.0]
    corrections = (0..<syndromeCount).map { syndrome in
      let classes = (0..<4).map { odds[syndrome | $0 * syndromeCount] }
      var best = 0
      for effect in 1..<4 where classes[effect] > classes[best] { best = effect }
      for effect in 0..<4 { effects[effect] += classes[effect ^ best] }
      return best
    }
    logicalRates = PauliRates(x: effects[1], y: effects[3], z: effects[2])
  }

  /// The weights that the corrections give to the products of a logical Pauli with the stabilizers.
  ///
  /// Corrected for syndrome β, an operator P keeps its sign if the correction commutes with it; the projector on a
  /// syndrome is the mean of stabilizers with the signs of β. So the weight of P·s is the mean over β of those signs.
  func weights(of logical: Int) -> [Double] {
    // Signs of the corrections: X is flipped by bit 1, Z by bit 0, Y by either.
    let flips = [0, 2, 3, 1][logical]
    var weights = corrections.map { ($0 & flips).nonzeroBitCount % 2 == 0 ? 1.0 : -1 }
    var step = 1
    while step < weights.count {
      for block in stride(from: 0, to: weights.count, by: 2 * step) {
        for place in block..<(block + step) {
          let (a, b) = (weights[place], weights[place + step])
          (weights[place], weights[place + step]) = (a + b, a - b)
        }
      }
      step *= 2
    }
    let count = Double(weights.count)
    return weights.map { $0 / count }
  }
}
