// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import PauliAlgebra

/// A stabilizer code: checks that commute, logical operators, and an order in which to measure.
///
/// Data qubits are numbered from 0; in circuits, the ancilla of check i is qubit n + i.
public struct StabilizerCode: Sendable, Hashable {
  /// One factor of a Pauli product.
  public struct Factor: Sendable, Hashable, CustomStringConvertible {
    /// The data qubit.
    public var qubit: Int
    /// The Pauli on it, not the identity.
    public var pauli: Pauli

    /// Makes a factor.
    public init(_ qubit: Int, _ pauli: Pauli) {
      self.qubit = qubit
      self.pauli = pauli
    }

    /// As circuits write it, `X3`.
    public var description: String {
      "\(pauli.hasX ? (pauli.hasZ ? "Y" : "X") : "Z")\(qubit)"
    }
  }

  /// A product of Paulis that is measured again and again.
  public struct Check: Sendable, Hashable {
    /// The factors, one a qubit.
    public var factors: [Factor]
    /// Where its ancilla is, as x and y.
    public var position: [Double]
    /// The colour of its face in a colour code: 0, 1 or 2; nil in other codes.
    public var colour: UInt8?

    /// Makes a check.
    public init(_ factors: [Factor], at position: [Double] = [], colour: UInt8? = nil) {
      self.factors = factors
      self.position = position
      self.colour = colour
    }

    /// The coordinates of a detector of the check: its place, the round, and for colour codes a fourth that names
    /// colour and Pauli, 0 to 2 for X and 3 to 5 for Z, as Chromobius reads it.
    func detectorCoordinates(round: Double) -> [Double] {
      var coordinates = position + [round]
      if let colour { coordinates.append(Double(colour) + (uniformPauli == .x ? 0 : 3)) }
      return coordinates
    }

    /// The Pauli that all factors share; nil if they differ.
    public var uniformPauli: Pauli? {
      guard let first = factors.first?.pauli else { return nil }
      return factors.allSatisfy { $0.pauli == first } ? first : nil
    }
  }

  /// The two logical operators of one encoded qubit; they anticommute with each other only.
  public struct LogicalPair: Sendable, Hashable {
    /// The logical X.
    public var x: [Factor]
    /// The logical Z.
    public var z: [Factor]

    /// Makes a pair.
    public init(x: [Factor], z: [Factor]) {
      self.x = x
      self.z = z
    }
  }

  /// The name by which the catalogue makes the code, or one's own.
  public let name: String
  /// The number of data qubits, n.
  public let qubitCount: Int
  /// What is measured.
  public let checks: [Check]
  /// Where the data qubits are, as x and y.
  public let positions: [[Double]]
  /// The logical operators, one pair an encoded qubit.
  public let logicals: [LogicalPair]
  /// The order of the two-qubit gates in a round.
  public let schedule: ExtractionSchedule
  /// The distance that the family promises; nil where none does.
  ///
  /// For the repetition code, the number of bit flips that it takes.
  public let nominalDistance: Int?

  /// The number of encoded qubits, k.
  public var logicalQubitCount: Int { logicals.count }

  /// Whether every check is a product of X alone or of Z alone.
  public var isCSS: Bool {
    checks.allSatisfy { $0.uniformPauli == .x || $0.uniformPauli == .z }
  }

  /// Makes a code and verifies it.
  ///
  /// - Parameters:
  ///   - name: What to call it.
  ///   - qubitCount: The number of data qubits.
  ///   - checks: Commuting Pauli products; they may depend on each other.
  ///   - positions: Where the data qubits are; on a line unless given.
  ///   - logicals: The logical operators; computed unless given. Given ones are verified to commute
  ///     as they must, not to be complete.
  ///   - schedule: The order of the gates; made unless given.
  ///   - nominalDistance: The distance, if known.
  /// - Throws: `CodeError` if the checks do not commute, a qubit is out of range or repeated within
  ///   an operator, or the logical operators or the schedule are wrong.
  public init(
    name: String, qubitCount: Int, checks: [Check], positions: [[Double]]? = nil,
    logicals: [LogicalPair]? = nil, schedule: ExtractionSchedule? = nil,
    nominalDistance: Int? = nil
  ) throws(CodeError) {
    self.name = name
    self.qubitCount = qubitCount
    self.positions = positions ?? (0..<qubitCount).map { [Double(2 * $0), 0] }
    self.checks = checks.enumerated().map { index, check in
      check.position.isEmpty
        ? Check(check.factors, at: [Double(2 * index), 2], colour: check.colour) : check
    }
    self.nominalDistance = nominalDistance
    guard self.positions.count == qubitCount else {
      throw CodeError(.badChecks, "There must be one position for each of \(qubitCount) qubits.")
    }
    try StabilizerCode.verifyShape(
      checks.map(\.factors) + (logicals ?? []).flatMap { [$0.x, $0.z] }, qubitCount: qubitCount)
    try StabilizerCode.verifyCommutation(checks)
    if let logicals {
      try StabilizerCode.verify(logicals, commuteWith: checks)
      self.logicals = logicals
    } else {
      self.logicals = StabilizerCode.computeLogicals(of: checks, qubitCount: qubitCount)
    }
    self.schedule = schedule ?? ExtractionSchedule(for: checks, qubitCount: qubitCount)
    if let fault = self.schedule.fault(for: checks) { throw CodeError(.badChecks, fault) }
  }
}
