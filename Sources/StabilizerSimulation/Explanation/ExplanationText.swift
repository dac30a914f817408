// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

/// Prints explained errors with the coordinates of what they name.
public struct ExplanationText: Sendable {
  private let detectors: [UInt64: [Double]]
  private let qubits: [Int: [Double]]

  /// Takes the coordinates from the circuit that was explained.
  public init(_ circuit: Circuit) {
    detectors = circuit.detectorCoordinates()
    qubits = circuit.qubitCoordinates()
  }

  /// One explained error, over several lines.
  public func text(_ error: ExplainedError) -> String {
    var terms = error.detectors.map { "D\($0)" + coordinates(detectors[$0]) }
    terms += error.observables.map { "L\($0)" }
    var lines = ["ExplainedError {", "    dem_error_terms: " + terms.joined(separator: " ")]
    for location in error.locations { lines += text(location) }
    if error.locations.isEmpty {
      lines.append("    [no single circuit error had these exact symptoms]")
    }
    return (lines + ["}"]).joined(separator: "\n")
  }

  private func text(_ location: ErrorLocation) -> [String] {
    var lines = ["    CircuitErrorLocation {"]
    let instruction = location.instruction
    if !instruction.tag.isEmpty { lines.append("        noise_tag: \(instruction.tag)") }
    if !location.flippedProduct.isEmpty {
      lines.append("        flipped_pauli_product: \(product(location.flippedProduct))")
    }
    if let measurement = location.flippedMeasurement {
      lines.append("        flipped_measurement.measurement_record_index: \(measurement)")
      if !location.measuredObservable.isEmpty {
        lines.append(
          "        flipped_measurement.measured_observable: \(product(location.measuredObservable))"
        )
      }
    }
    lines.append("        Circuit location stack trace:")
    lines.append("            (after \(location.tickCount) TICKs)")
    for (depth, frame) in location.frames.enumerated() {
      let isInstruction = depth == location.frames.count - 1
      let what =
        isInstruction ? instruction.gate.definition.name : "a REPEAT \(frame.repeatCount) block"
      let container = depth == 0 ? "in the circuit" : "in the REPEAT block"
      lines.append("            at instruction #\(frame.index + 1) (\(what)) \(container)")
      if !isInstruction {
        lines.append("            after \(frame.completedIterations) completed iterations")
      }
    }
    let range = location.targetRange
    lines.append(
      range.count == 1
        ? "            at target #\(range.lowerBound + 1) of the instruction"
        : "            at targets #\(range.lowerBound + 1) to #\(range.upperBound) of the instruction"
    )
    lines.append("            resolving to \(resolved(instruction))")
    return lines + ["    }"]
  }

  private func product(_ factors: [Target]) -> String {
    factors.map(name).joined(separator: "*")
  }

  private func name(_ target: Target) -> String {
    let place = target.isQubit ? coordinates(qubits[target.index]) : ""
    return "\(target)" + place
  }

  private func resolved(_ instruction: Circuit.Instruction) -> String {
    var head = instruction
    head.targets = []
    var text = head.description
    var isAfterCombiner = false
    for target in instruction.targets {
      if target.isCombiner {
        text += "*"
      } else {
        text += (isAfterCombiner ? "" : " ") + name(target)
      }
      isAfterCombiner = target.isCombiner
    }
    return text
  }

  private func coordinates(_ values: [Double]?) -> String {
    guard let values, !values.isEmpty else { return "" }
    // Instructions print numbers as the language does.
    let text = Circuit.Instruction(.detector, [], arguments: values).description
    return "[coords " + text.dropFirst("DETECTOR(".count).dropLast().filter { $0 != " " } + "]"
  }
}
