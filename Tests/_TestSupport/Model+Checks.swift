// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

extension DetectorErrorModel {
  /// A model of single-qubit flips: qubit `q` flips the checks and the logicals that hold it.
  ///
  /// - Parameters:
  ///   - checks: The qubits of each check; detector i is check i.
  ///   - logicals: The qubits of each logical; observable i is logical i.
  ///   - probabilities: The flip probability of each qubit.
  public init(checks: [[Int]], logicals: [[Int]], probabilities: [Double]) {
    self.init()
    for (qubit, probability) in probabilities.enumerated() {
      var targets: [Target] = []
      for (index, check) in checks.enumerated() where check.contains(qubit) {
        targets.append(.detector(UInt64(index)))
      }
      for (index, logical) in logicals.enumerated() where logical.contains(qubit) {
        targets.append(.observable(UInt64(index)))
      }
      instructions.append(.error(probability: probability, targets: targets))
    }
  }

  /// The Z checks and the logical Z of the rotated surface code of odd distance, under bit flips.
  public static func rotatedBitFlip(distance d: Int, p: Double) -> DetectorErrorModel {
    var checks: [[Int]] = []
    for row in -1..<d {
      for column in -1..<d where (row + column) % 2 == 0 {
        let corners = [(row, column), (row, column + 1), (row + 1, column), (row + 1, column + 1)]
        let qubits = corners.filter { (0..<d).contains($0.0) && (0..<d).contains($0.1) }
          .map { $0.0 * d + $0.1 }
        let isOnSide = column < 0 || column == d - 1
        if qubits.count == 4 || qubits.count == 2 && isOnSide { checks.append(qubits) }
      }
    }
    return DetectorErrorModel(
      checks: checks, logicals: [(0..<d).map { $0 }],
      probabilities: Array(repeating: p, count: d * d))
  }
}
