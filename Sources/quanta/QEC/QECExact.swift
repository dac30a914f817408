// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import CommandLineKit
import NoiseModels
import Sampling
import StrictJSON

/// `quanta qec exact`.
let qecExact = Command(
  "exact", "Computes what small codes make of channels that no Pauli errors describe.",
  discussion: """
    Each qubit of a code state suffers relaxation and dephasing (--t1, --t2, --time: amplitude and phase damping by their
    Kraus operators) and then a turn by too much (--angle, --angle-rms, about --axis). The checks are measured perfectly,
    the likeliest error is taken back, and what the encoded qubit suffers is computed without sampling: exactly, and with
    the Pauli twirl of the channel in its place, as circuits have it. Infidelities are averages over pure states; X, Y and
    Z are what a twirl makes of the encoded channel; rotation is the angle in rad by which it turns states on the way, and
    shift how far it moves the fully mixed one. Codes are stabilizer codes of one encoded qubit and at most
    \(LogicalChannel.largestQubitCount) qubits; `bare` is a qubit without a code.
    """,
  flags: [
    Flag(
      "code", .several(.text),
      "Codes by name; without it \(standardCodes.joined(separator: ", ")).", valueName: "CODE …"),
    Flag("t1", .number(1e-12...1e15), "T1, in any unit that --time shares; none without it."),
    Flag("t2", .number(1e-12...1e15), "T2 ≤ 2·T1, in the same unit; 2·T1 without it."),
    Flag("time", .number(0...1e15), "How long a round takes.", default: "1"),
    Flag("angle", .number(-3.2...3.2), "The mean over-rotation in rad.", default: "0"),
    Flag("angle-rms", .number(0...10), "Its rms deviation in rad.", default: "0"),
    Flag(
      "axis", .choice(PauliRates.Axis.allCases.map(\.rawValue)), "The axis of the over-rotation.",
      default: "z"),
    Flag("rounds", .integer(1...1_000_000), "How often it all happens.", default: "1"),
    .json,
  ],
  example: "quanta qec exact --code steane surface:d=3 --t1 100 --t2 150 --angle 0.05 --axis x"
) { arguments in
  let channel = try qubitChannel(arguments)
  let rounds = try arguments.integer("rounds")
  var rows: [ExactRow] = []
  let given = arguments.texts("code")
  for name in given.isEmpty ? standardCodes : given {
    guard name != "bare" else {
      rows.append(ExactRow(bare: channel, rounds: rounds))
      continue
    }
    for code in try stabilizerCodes(named: name) {
      let encoded = try sampling { try LogicalChannel(of: code, under: channel) }
      rows.append(ExactRow(code, encoded, rounds: rounds))
    }
  }
  try printOutput(
    arguments.isOn("json")
      ? JSON.array(rows.map(\.json)).text(.indented) + "\n" : ExactRow.table(rows))
  return .success
}

private let standardCodes = ["bare", "repetition:d=3", "five-qubit", "steane", "surface:d=3"]

/// Stabilizer codes by name.
private func stabilizerCodes(named name: String) throws -> [StabilizerCode] {
  let whole = try sampling { try ConcatenatedCode.codes(named: name) }
  guard whole.allSatisfy({ $0.inner == nil }) else {
    throw CommandFailure(
      "code=\(name): has an inner code; exact channels are those of codes on bare qubits.")
  }
  do throws(CodeError) {
    return try CodeCatalogue.codes(named: name)
  } catch {
    throw CommandFailure(error.message)
  }
}

/// What each qubit suffers in a round.
private func qubitChannel(_ arguments: Arguments) throws -> KrausChannel {
  let names = ["t1", "t2", "angle", "angle-rms"]
  guard names.contains(where: arguments.isGiven) else {
    throw CommandFailure("nothing happens to the qubits; give --t1, --t2, --angle or --angle-rms.")
  }
  let axis = PauliRates.Axis(rawValue: try arguments.text("axis")) ?? .z
  let t1 = arguments.numberIfGiven("t1") ?? .infinity
  let t2 = arguments.numberIfGiven("t2") ?? 2 * t1
  guard t2 <= 2 * t1 else {
    throw CommandFailure(
      "--t2=\(rounded(t2)): must be in 0...\(rounded(2 * t1)), at most twice --t1=\(rounded(t1)): "
        + "relaxation dephases too.")
  }
  do throws(NoiseError) {
    let rotation = try OverRotation(
      mean: arguments.numberIfGiven("angle") ?? 0,
      deviation: arguments.numberIfGiven("angle-rms") ?? 0)
    return try Decoherence(t1: t1, t2: t2)
      .channel(over: arguments.numberIfGiven("time") ?? 1)
      .followed(by: rotation.channel(about: axis))
  } catch {
    throw CommandFailure(error.message)
  }
}

/// What is told of one code.
private struct ExactRow {
  let name: String
  let qubitCount: Int
  /// After all rounds.
  let exact: TransferMatrix
  /// After all rounds.
  let twirled: TransferMatrix

  init(bare channel: KrausChannel, rounds: Int) {
    (name, qubitCount) = ("bare", 1)
    exact = channel.transferMatrix.repeated(rounds)
    twirled = TransferMatrix(channel.twirl).repeated(rounds)
  }

  init(_ code: StabilizerCode, _ encoded: LogicalChannel, rounds: Int) {
    (name, qubitCount) = (code.name, code.qubitCount)
    exact = encoded.exact.repeated(rounds)
    twirled = TransferMatrix(encoded.twirled).repeated(rounds)
  }

  static func table(_ rows: [ExactRow]) -> String {
    let header = [
      "code", "n", "infidelity", "twirled", "ratio", "X", "Y", "Z", "twirled X", "Y", "Z",
      "rotation", "shift",
    ]
    return TextTable(rows: [header] + rows.map(\.cells), side: .left).text()
  }

  private var ratio: Double? {
    twirled.infidelity > 0 ? exact.infidelity / twirled.infidelity : nil
  }

  private var cells: [String] {
    let (own, twirl) = (exact.twirl, twirled.twirl)
    let numbers = [own.x, own.y, own.z, twirl.x, twirl.y, twirl.z, exact.rotation, exact.shift]
    return [
      name, "\(qubitCount)", ExactRow.cell(exact.infidelity), ExactRow.cell(twirled.infidelity),
      ratio.map(rounded) ?? "–",
    ] + numbers.map(ExactRow.cell)
  }

  /// A figure; what is within the rounding of sums near 1 is 0.
  private static func cell(_ value: Double) -> String {
    value < 1e-14 ? "0" : rounded(value)
  }

  var json: JSON {
    func rates(_ rates: PauliRates) -> JSON {
      ["x": .number(rates.x), "y": .number(rates.y), "z": .number(rates.z)]
    }
    func channel(_ matrix: TransferMatrix) -> JSON {
      [
        "infidelity": .number(matrix.infidelity), "pauli": rates(matrix.twirl),
        "rotation": .number(matrix.rotation), "shift": .number(matrix.shift),
        "transfer_matrix": .array(
          (0..<4).map { row in .array((0..<4).map { .number(matrix[row, $0]) }) }),
      ]
    }
    return [
      "code": .string(name), "n": .integer(Int64(qubitCount)), "exact": channel(exact),
      "twirled": channel(twirled), "ratio": ratio.map { .number($0) } ?? .null,
    ]
  }
}
