// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// One operation on the amplitudes of a few qubits, with controls if need be.
///
/// The first target is the lowest bit of the index into the action's numbers: with targets `[a, b]`, number 1 belongs
/// to a = 1, b = 0. An operation with controls acts only where all of them are 1.
public struct VectorGate: Sendable, Hashable {
  /// What happens to the targets.
  public enum Action: Sendable, Hashable {
    /// A square matrix of side 2^targets, row after row; entry (r, c) takes amplitude c to amplitude r.
    ///
    /// It need not be unitary: a Kraus operator is applied as it is, and the state keeps the norm that it leaves.
    case matrix([Complex])
    /// A factor for each of the 2^targets basis states.
    case diagonal([Complex])
    /// The two targets change places.
    case exchange
  }

  /// What happens to the targets.
  public let action: Action
  /// The qubits acted on, the lowest bit first.
  public let targets: [Int]
  /// The qubits that must be 1.
  public let controls: [Int]

  /// The largest number of targets of a matrix or a diagonal.
  public static let maximumTargetCount = 6

  /// Makes an operation.
  ///
  /// - Precondition: The qubits differ from each other and are not negative; there are at most
  ///   `maximumTargetCount` targets, and the action has as many numbers as they need.
  public init(_ action: Action, targets: [Int], controls: [Int] = []) {
    let qubits = targets + controls
    precondition(
      Set(qubits).count == qubits.count && qubits.allSatisfy { (0..<64).contains($0) },
      "The qubits of a gate must differ and lie in 0..<64.")
    precondition(
      targets.count <= Self.maximumTargetCount, "A gate has at most six targets.")
    switch action {
    case .matrix(let entries):
      precondition(
        !targets.isEmpty && entries.count == 1 << (2 * targets.count),
        "A matrix on k targets has 4^k entries.")
    case .diagonal(let factors):
      precondition(factors.count == 1 << targets.count, "A diagonal on k targets has 2^k factors.")
    case .exchange:
      precondition(targets.count == 2, "An exchange has two targets.")
    }
    self.action = action
    self.targets = targets
    self.controls = controls
  }

  /// All its qubits, targets first.
  public var qubits: [Int] { targets + controls }

  /// The same operation with more controls.
  public func controlled(by more: [Int]) -> VectorGate {
    VectorGate(action, targets: targets, controls: controls + more)
  }

  /// The conjugate transpose: the inverse, if the operation is unitary.
  public var adjoint: VectorGate {
    switch action {
    case .matrix(let entries):
      let side = 1 << targets.count
      let transposed = (0..<side * side).map { entries[$0 % side * side + $0 / side].conjugate }
      return VectorGate(.matrix(transposed), targets: targets, controls: controls)
    case .diagonal(let factors):
      return VectorGate(
        .diagonal(factors.map(\.conjugate)), targets: targets, controls: controls)
    case .exchange:
      return self
    }
  }
}
