// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives
import PauliAlgebra

extension SubsystemCode {
  /// Makes a code of X and Z gauge operators and verifies it.
  ///
  /// - Parameters:
  ///   - name: What to call it.
  ///   - xGauges: The gauge operators of X alone: a row an operator, a column a qubit.
  ///   - zGauges: Those of Z alone.
  ///   - stabilizers: Sets of gauge operators, X numbered from 0 and Z after them, whose products are
  ///     stabilizers and generate all of them; computed unless given.
  ///   - positions: Where the data qubits are; on a line unless given.
  ///   - gaugePositions: Where the ancillas are.
  ///   - nominalDistance: The distance, if known.
  /// - Throws: `CodeError` if shapes differ, a product given is no stabilizer, stabilizers are missing, or
  ///   nothing is encoded.
  /// - Complexity: O(n³ / 64).
  public init(
    name: String, xGauges: BitMatrix, zGauges: BitMatrix, stabilizers: [[Int]]? = nil,
    positions: [[Double]]? = nil, gaugePositions: [[Double]]? = nil, nominalDistance: Int? = nil
  ) throws(CodeError) {
    let count = xGauges.columnCount
    guard count > 0, zGauges.columnCount == count else {
      throw CodeError(
        .badChecks,
        "\(name): X and Z gauge operators act on \(count) and \(zGauges.columnCount) qubits; "
          + "both must act on n.")
    }
    let rows = xGauges.supports + zGauges.supports
    let gauges = rows.enumerated().map { index, support in
      StabilizerCode.Check(
        support.map { .init($0, index < xGauges.rowCount ? .x : .z) },
        at: gaugePositions?[index] ?? [Double(2 * index), 2])
    }
    try StabilizerCode.verifyShape(gauges.map(\.factors), qubitCount: count)
    let parts =
      stabilizers
      ?? (SubsystemCode.centre(of: xGauges, against: zGauges)
        + SubsystemCode.centre(of: zGauges, against: xGauges).map { row in
          row.map { $0 + xGauges.rowCount }
        })
    let places = positions ?? (0..<count).map { [Double(2 * $0), 0] }
    let made = try parts.map { (parts) throws(CodeError) in
      try SubsystemCode.stabilizer(parts, gauges, places)
    }
    let code = try StabilizerCode(
      name: name, qubitCount: count, checks: made.map(\.check), positions: places,
      logicals: SubsystemCode.bareLogicals(made, xGauges, zGauges), nominalDistance: nominalDistance
    )
    self.init(
      name: name, positions: places, gauges: gauges, stabilizers: made, logicals: code.logicals,
      schedule: ExtractionSchedule(for: gauges, qubitCount: count),
      nominalDistance: nominalDistance, stabilizerCode: code,
      gaugeQubitCount: (xGauges.rank + zGauges.rank - code.rank) / 2)
    try verify(xGauges, zGauges)
  }

  /// Sets of rows whose sums are orthogonal to every row of `others`, and independent.
  private static func centre(of rows: BitMatrix, against others: BitMatrix) -> [[Int]] {
    let combinations = (others * rows.transposed()).kernel()
    var kept: [[Int]] = []
    var sums: [[Int]] = []
    let supports = rows.supports
    for combination in combinations.supports {
      let grown = sums + [combination.flatMap { supports[$0] }]
      let matrix = BitMatrix(supports: grown, columnCount: rows.columnCount)
      guard matrix.rank == grown.count else { continue }
      sums = grown
      kept.append(combination)
    }
    return kept
  }

  private static func stabilizer(
    _ parts: [Int], _ gauges: [StabilizerCode.Check], _ places: [[Double]]
  ) throws(CodeError) -> Stabilizer {
    guard parts.allSatisfy(gauges.indices.contains) else {
      throw CodeError(.badChecks, "A stabilizer names a gauge operator that is not there.")
    }
    let factors = parts.reduce([]) { StabilizerCode.product($0, gauges[$1].factors) }
    guard !factors.isEmpty else {
      throw CodeError(.badChecks, "A product of gauge operators is the identity.")
    }
    for gauge in gauges where !StabilizerCode.commute(gauge.factors, factors) {
      throw CodeError(.badChecks, "A product given as stabilizer does not commute with all gauges.")
    }
    let middle = (0..<2).map { axis in
      factors.map { places[$0.qubit][axis] }.reduce(0, +) / Double(factors.count)
    }
    return Stabilizer(parts: parts, check: StabilizerCode.Check(factors, at: middle))
  }

  /// Logical operators that commute with every gauge operator, paired.
  ///
  /// A bare X operator commutes with all Z gauges; the stabilizers among them are left out.
  private static func bareLogicals(
    _ stabilizers: [Stabilizer], _ xGauges: BitMatrix, _ zGauges: BitMatrix
  ) -> [StabilizerCode.LogicalPair] {
    func rows(_ pauli: Pauli) -> BitMatrix {
      BitMatrix(
        supports: stabilizers.map(\.check).filter { $0.uniformPauli == pauli }
          .map { $0.factors.map(\.qubit) }, columnCount: xGauges.columnCount)
    }
    return StabilizerCode.pairedLogicals(
      x: zGauges.kernel(), moduloX: rows(.x), z: xGauges.kernel(), moduloZ: rows(.z))
  }

  private func verify(_ xGauges: BitMatrix, _ zGauges: BitMatrix) throws(CodeError) {
    // Of the n degrees of freedom, each stabilizer takes one and each gauge qubit one.
    guard qubitCount - stabilizerCode.rank - gaugeQubitCount == logicals.count else {
      throw CodeError(.badChecks, "\(name): the products given do not generate all stabilizers.")
    }
    guard !logicals.isEmpty else {
      throw CodeError(.badParameter, "\(name): these gauge operators encode no qubit.")
    }
  }
}
