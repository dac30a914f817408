// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Foundation
import Sampling
import StrictJSON
import Testing
import _TestSupport

@Suite("sinter", .tags(.peer), .needsPeers)
struct SinterPeerTests {
  static let table: StatisticsTable = {
    var table = StatisticsTable()
    for index in 0..<12 {
      let metadata: JSON = [
        "d": .integer(Int64(3 + 2 * (index % 4))), "p": .number(pow(10, -Double(index))),
        "text": "é, \"quoted\"\n", "nested": [nil, true, 1.5, ["k": []]],
      ]
      try? table.add(
        TaskStatistics(
          strongID: "id\(index)", decoder: "a,b", metadata: metadata, shots: 1000 + index,
          errors: index * 3, discards: index, seconds: 0.004 * pow(7, Double(index)),
          customCounts: index % 2 == 0 ? [:] : ["obs_mistake_mask=E_": index]))
    }
    return table
  }()

  @Test("sinter reads our tables as we do, and writes them alike")
  func tablesAgree() throws {
    let script = """
      import sinter, sys, io
      stats = sinter.read_stats_from_csv_files(sys.stdin)
      print(sinter.CSV_HEADER)
      for s in stats: print(s.to_csv_line())
      """
    let output = try Peer.python(script, input: Data(Self.table.csvText.utf8))
    #expect(output.status == 0, "\(output.err)")
    #expect(output.text == Self.table.csvText)
    let read = try StatisticsTable.parse(Array(output.out), path: "sinter").table
    #expect(read.rows.count == 12 && read.rows[5].metadata == Self.table.rows[5].metadata)
  }

  @Test("Binomial fits and rates per round agree")
  func statisticsAgree() throws {
    let cases = [(2, 100_000_000, 1000.0), (17, 1000, 20), (500, 1000, 9), (0, 50, 1000)]
    let arguments = cases.map { "(\($0.0),\($0.1),\($0.2))" }.joined(separator: ",")
    let script = """
      import sinter, json
      out = []
      for k, n, f in [\(arguments)]:
        fit = sinter.fit_binomial(num_shots=n, num_hits=k, max_likelihood_factor=f)
        rate = sinter.shot_error_rate_to_piece_error_rate(k / n, pieces=7, values=2)
        out.append([fit.low, fit.high, rate])
      print(json.dumps(out))
      """
    let json = try JSON(parsing: try Peer.python(script).text)
    for (index, (hits, shots, factor)) in cases.enumerated() {
      let estimate = BinomialEstimate(hits: hits, shots: shots)
      let interval = estimate.likelihoodInterval(factor: factor)
      let low = try #require(json[index]?[0]?.doubleValue)
      let high = try #require(json[index]?[1]?.doubleValue)
      let rate = try #require(json[index]?[2]?.doubleValue)
      // sinter's ends are multiples of a hundredth of a hit, in single precision.
      #expect(abs(interval.low - low) <= 0.03 / Double(shots) + 1e-3 * low)
      #expect(abs(interval.high - high) <= 0.03 / Double(shots) + 1e-3 * high)
      let ours = errorRatePerRound(shotRate: estimate.rate, rounds: 7, observables: 2)
      #expect(abs(ours - rate) <= 1e-9 + 1e-6 * rate)
    }
  }

  // Probabilities that print alike everywhere: Stim's own models differ from ours in the last digits,
  // and with them the digest.
  @Test("The strong id of a task is sinter's, for the same text of the model")
  func strongIDsAgree() throws {
    let circuit = try GeneratedCircuit(
      .rotatedMemoryX, distance: 3, rounds: 20, noise: .init(uniform: 0.001)
    ).circuit
    let text = """
      error(0.125) D0 D1 ^ D2 L0
      repeat 3 {
          error(0.25) D0 L1
          shift_detectors(0, 0, 1) 4
      }
      detector(1, 2.5) D0
      """
    let ours = CollectionTask(
      circuit: circuit, decoder: "pymatching", metadata: ["p": 0.001, "d": 3, "text": "é"],
      name: "")
    let script = """
      import sinter, stim, sys
      circuit, dem = sys.stdin.read().split('---')
      task = sinter.Task(circuit=stim.Circuit(circuit), decoder='pymatching',
                         detector_error_model=stim.DetectorErrorModel(dem),
                         json_metadata={'p': 0.001, 'd': 3, 'text': 'é'},
                         skip_validation=True)
      print(task.strong_id())
      """
    let output = try Peer.python(
      script, input: Data((circuit.description + "\n---" + text).utf8))
    #expect(output.status == 0, "\(output.err)")
    let model = try DetectorErrorModel(parsing: text)
    #expect(ours.strongID(model: model) + "\n" == output.text)
  }
}
