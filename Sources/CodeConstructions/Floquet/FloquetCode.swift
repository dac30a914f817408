// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import PauliAlgebra

/// A Floquet code: pairs of qubits measured in turns, whose encoded qubits live from turn to turn only.
///
/// A turn measures the edges of one colour, each the Pauli of the colour on both qubits; an edge that a boundary
/// cuts acts on one qubit. A face is the product of the edges around it, so that the results of two turns tell
/// its value. A round is three turns. Logical operators are those of the stabilizer group just before the first
/// turn and move with the results. Source: Hastings and Haah, Quantum 5, 564 (2021).
public struct FloquetCode: Sendable, Hashable {
  /// What a turn measures on one or two qubits.
  public struct Edge: Sendable, Hashable {
    /// The colour, 0 to 2: the turns in which it is measured.
    public let colour: Int
    /// The qubits, and the Pauli of the colour.
    public let check: StabilizerCode.Check

    /// Whether a boundary has left one qubit of it.
    public var isCut: Bool { check.factors.count == 1 }
  }

  /// What detectors compare: the product of the edges around a hexagon, or around what a boundary leaves of one.
  public struct Face: Sendable, Hashable {
    /// The colour, that of no edge around it.
    public let colour: Int
    /// The numbers of the edges around it.
    public let edges: [Int]
    /// The colour of the cut edges around it; nil for a whole hexagon.
    ///
    /// A cut edge does not commute with the product: see `FaceHistory`.
    public let cutColour: Int?
    /// The product.
    public let check: StabilizerCode.Check
  }

  /// The name by which the catalogue makes the code, or one's own.
  public let name: String
  /// Where the data qubits are, as x and y.
  public let positions: [[Double]]
  /// What is measured.
  public let edges: [Edge]
  /// What the detectors compare.
  public let faces: [Face]
  /// The colours measured, turn after turn, again and again; a multiple of three of them.
  public let turns: [Int]
  /// The logical operators just before the first turn.
  public let logicals: [StabilizerCode.LogicalPair]
  /// The least number of faults of native measurements that go unnoticed and matter, a fault being any Pauli on
  /// the measured qubits with any report.
  public let nominalDistance: Int?
  /// The two classes of qubits: no edge joins two of one class.
  let isSecond: [Bool]

  /// The Pauli of each colour.
  public static let paulis: [Pauli] = [.x, .y, .z]

  /// The number of data qubits, n.
  public var qubitCount: Int { positions.count }

  /// The edges of each colour.
  var edgesByColour: [[Int]] {
    (0..<3).map { colour in edges.indices.filter { edges[$0].colour == colour } }
  }

  /// Makes a code and finds its logical operators.
  ///
  /// - Throws: `CodeError` if the faces and the edges of the last turn do not commute, or encode nothing.
  /// - Complexity: O(n³ / 64).
  init(
    name: String, positions: [[Double]], isSecond: [Bool], edges: [Edge], faces: [Face],
    turns: [Int], nominalDistance: Int?
  ) throws(CodeError) {
    self.name = name
    self.positions = positions
    self.isSecond = isSecond
    self.edges = edges
    self.faces = faces
    self.turns = turns
    self.nominalDistance = nominalDistance
    let measured = edges.filter { $0.colour == turns.last }.map(\.check)
    let kept = faces.compactMap { face in
      FloquetCode.product(face, edges, keptAfter: turns).map { StabilizerCode.Check($0) }
    }
    let code = try StabilizerCode(
      name: name, qubitCount: positions.count, checks: measured + kept)
    guard code.logicalQubitCount > 0 else {
      throw CodeError(.badParameter, "\(name): encodes no qubit.")
    }
    logicals = code.logicals
  }

  /// The product of edges around a face that is a stabilizer after many turns, if one is.
  private static func product(
    _ face: Face, _ edges: [Edge], keptAfter turns: [Int]
  ) -> [StabilizerCode.Factor]? {
    let around = face.edges.map { edges[$0] }
    var history = FaceHistory(face, edges)
    let results = [Int](repeating: 0, count: edges.count)
    for (before, colour) in zip(turns + turns, (turns + turns).dropFirst()) {
      _ = history.turn(measuring: colour, after: before, results: results)
    }
    let chosen =
      switch history.known {
      case .nothing: [Edge]()
      case .whole: around
      case .cutColour: around.filter { $0.colour == face.cutColour }
      }
    let factors = chosen.reduce([]) { StabilizerCode.product($0, $1.check.factors) }
    return factors.isEmpty ? nil : factors
  }
}

extension FloquetCode: QuantumCode {
  /// The faces, which detectors compare.
  public var checks: [StabilizerCode.Check] { faces.map(\.check) }
  /// The edges, each measured by an ancilla or natively.
  public var measuredOperators: [StabilizerCode.Check] { edges.map(\.check) }

  /// What one round of three turns takes with ancillas.
  public var resources: CodeResources {
    CodeResources(
      dataQubits: qubitCount, ancillaQubits: edges.count,
      round: FloquetMemory(self, basis: .z, isNative: false).oneRound())
  }

  /// A noiseless memory experiment between perfect turns.
  ///
  /// At the level `.circuit` an ancilla for each edge collects the parity by CX, the qubits being rotated in
  /// between; three turns take six steps. At the level `.pairMeasurement` the edges are measured natively, one
  /// step a turn. The logical operators are followed as Pauli observables, together with the results by
  /// which they move. Detectors have coordinates (x, y, turn).
  ///
  /// - Throws: `CodeError` if the number of rounds is out of range, or for other levels and gates.
  /// - Complexity: O(n) times the number of turns after which everything repeats.
  public func memoryCircuit(_ experiment: MemoryExperiment) throws(CodeError) -> Circuit {
    let rounds = experiment.rounds
    guard (1...MemoryExperiment.largestRounds).contains(rounds) else {
      throw CodeError(
        .badParameter, "rounds=\(rounds): must be in 1...\(MemoryExperiment.largestRounds).")
    }
    let level = experiment.level
    guard level == .circuit || level == .pairMeasurement else {
      throw CodeError(
        .unsupported,
        "\(name): has no fixed checks to measure whole; give noise on gates, such as sd6, or on pair "
          + "measurements, such as em3.")
    }
    guard experiment.gates == .cx else {
      throw CodeError(
        .unsupported, "\(name): gates=cz: its schedule is one of CX gates; leave gates=cx.")
    }
    var memory = FloquetMemory(
      self, basis: experiment.basis, isNative: level == .pairMeasurement)
    return try memory.circuit(rounds: rounds)
  }
}
