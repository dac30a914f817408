// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Circuit {
  /// The coordinates of the detectors that have any, by number, coordinate shifts applied.
  ///
  /// - Complexity: O(instructions executed), blocks unrolled.
  public func detectorCoordinates() -> [UInt64: [Double]] {
    var result: [UInt64: [Double]] = [:]
    var number: UInt64 = 0
    forEachPlacedInstruction { instruction, shift in
      guard instruction.gate == .detector else { return }
      if !instruction.arguments.isEmpty {
        result[number] = shift.applied(to: instruction.arguments)
      }
      number += 1
    }
    return result
  }

  /// The coordinates that qubits have at the end of the circuit, coordinate shifts applied.
  ///
  /// - Complexity: O(instructions executed), blocks unrolled.
  public func qubitCoordinates() -> [Int: [Double]] {
    var result: [Int: [Double]] = [:]
    forEachPlacedInstruction { instruction, shift in
      guard instruction.gate == .qubitCoords else { return }
      for target in instruction.targets {
        result[target.index] = shift.applied(to: instruction.arguments)
      }
    }
    return result
  }

  /// The same circuit without blocks and coordinate shifts.
  ///
  /// Neighbouring equal instructions are merged, as they are when text is parsed.
  /// - Complexity: O(instructions executed), blocks unrolled.
  public func flattened() -> Circuit {
    var list = OperationList()
    forEachPlacedInstruction { instruction, shift in
      var placed = instruction
      if instruction.gate == .detector || instruction.gate == .qubitCoords {
        placed.arguments = shift.applied(to: instruction.arguments)
      }
      list.append(placed)
    }
    return list.finish()
  }

  /// Calls `body` with every instruction but the shifts, and the shift in force there.
  private func forEachPlacedInstruction(
    _ body: (Instruction, CoordinateShift) throws -> Void
  ) rethrows {
    var shift = CoordinateShift()
    try forEachInstruction { instruction in
      if instruction.gate == .shiftCoords {
        shift.add(instruction.arguments)
      } else {
        try body(instruction, shift)
      }
    }
  }

  /// The same circuit without noise.
  ///
  /// Channels go, measurements lose their flip probabilities, and what heralds would have recorded
  /// becomes as many MPAD zeros, so that every record keeps its place.
  public func withoutNoise() -> Circuit {
    var list = OperationList()
    for operation in operations {
      switch operation {
      case .block(let block):
        list.append(
          RepeatBlock(count: block.count, body: block.body.withoutNoise(), tag: block.tag))
      case .instruction(var instruction):
        let traits = instruction.gate.traits
        if traits.contains(.channel) {
          guard traits.contains(.measures) else { continue }
          let zeros = [Target](repeating: .qubit(0), count: instruction.measurementCount)
          instruction = Instruction(.mpad, zeros, tag: instruction.tag)
        } else if traits.contains(.noisy) {
          instruction.arguments = []
        }
        list.append(instruction)
      }
    }
    return list.finish()
  }
}

/// The sum of the coordinate shifts made so far.
struct CoordinateShift {
  private var vector: [Double] = []

  mutating func add(_ shift: [Double]) {
    while vector.count < shift.count { vector.append(0) }
    for (index, value) in shift.enumerated() { vector[index] += value }
  }

  /// Coordinates moved by the shift; shifts along axes that they do not have are left out.
  func applied(to coordinates: [Double]) -> [Double] {
    if vector.isEmpty { return coordinates }
    var result = coordinates
    for index in 0..<min(result.count, vector.count) { result[index] += vector[index] }
    return result
  }
}
