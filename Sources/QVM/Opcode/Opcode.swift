// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The operations of a QVM program.
///
/// What each one takes, needs and does is in its `OpcodeDefinition`.
public enum Opcode: UInt8, Sendable, CaseIterable, Hashable {
  // Owners of qubits.
  case allocate, free
  // Order and hints.
  case fence, region, policy
  // Unitaries.
  case h, s, sDag, x, y, z, t, tDag, rx, ry, rz
  case cnot, cz, swap, toffoli, teleportCNOT
  // Preparation, measurement, correction.
  case reset, injectT
  case measureZ, measureX, measureY, measureAngle, measureBell
  case conditionalPauli
  // Channels.
  case openChannel, useChannel, closeChannel
}

extension Opcode {
  /// Everything the program knows about the operation.
  public var definition: OpcodeDefinition { OpcodeTable.all[Int(rawValue)] }

  /// The name that programs are written with.
  public var name: String { definition.name }

  /// The operation of a name or alias, in any case of letters; nil if nothing bears it.
  public init?(name: String) {
    guard let opcode = OpcodeTable.byName[name] ?? OpcodeTable.byName[name.uppercased()] else {
      return nil
    }
    self = opcode
  }

  /// Whether it is a unitary on its qubits.
  public var isUnitary: Bool { kind == .gate }

  /// Whether it measures.
  public var isMeasurement: Bool { kind == .measurement }

  /// The sort of operation.
  public var kind: OpcodeDefinition.Kind { OpcodeTable.kinds[Int(rawValue)] }

  /// The number of outcomes of each event that it produces: 2 for a bit, 4 for a Bell index.
  ///
  /// - Parameter count: How many events the node produces.
  /// - Returns: 2 or 4.
  public func outcomeCount(producing count: Int) -> Int {
    self == .measureBell && count == 1 ? 4 : 2
  }
}
