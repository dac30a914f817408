// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("Decoding streams")
struct DecodeStreamTests {
  @Test("A stream is timed to its end, and its table names what was measured")
  func times() throws {
    let run = try Quanta.run(
      "decode stream --code repetition:d=3,5 --p 0.002 --rounds 4000 --cycle 1e-3 --clock processor "
        + "--seed 3 --json")
    #expect(run.status == 0)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(run.text.utf8)) as? [[String: Any]])
    #expect(rows.count == 2)
    for (row, distance) in zip(rows, [3, 5]) {
      #expect(row["d"] as? Int == distance)
      #expect(row["commit"] as? Int == distance)
      #expect(row["rounds"] as? Int == 4001)
      #expect(row["complete"] as? Bool == true)
      #expect(row["keeps_up"] as? Bool == true)
      #expect((row["defects"] as? Int ?? 0) > 0)
    }
    let table = try Quanta.run(
      "decode stream --code repetition:d=3 --rounds 100 --cycle 1e-3 --clock processor")
    #expect(table.text.contains("mean/round") && table.text.contains("yes"))
  }

  @Test("A decoder that does not keep up exits with 1")
  func overload() throws {
    let run = try Quanta.run("decode stream --code surface:d=5 --p 0.01 --rounds 2000 --cycle 1e-9")
    #expect(run.status == 1)
  }

  @Test("The same seed compares the same shots for any number of workers")
  func comparison() throws {
    let line = "decode stream --code repetition:d=5 --p 0.02 --rounds 20 --compare 3000 --seed 1"
    let one = try Quanta.run(line + " --workers 1 --json")
    let two = try Quanta.run(line + " --workers 2 --json")
    #expect(one.status == 0)
    #expect(one.text == two.text)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(one.text.utf8)) as? [[String: Any]])
    #expect(rows.first?["shots"] as? Int == 3000)
    #expect((rows.first?["whole_mistakes"] as? Int ?? 0) > 10)
  }

  @Test("What cannot be streamed is refused with status 2")
  func refused() throws {
    let folder = try ScratchFolder()
    let timeless = try folder.file(
      "timeless.stim", "X_ERROR(0.1) 0\nM 0\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(0) rec[-1]\n")
    let cases: [(String, String)] = [
      ("", "give either --code or --circuit"),
      ("--code surface:d=3 --rounds 0", "--rounds"),
      ("--code surface:d=3 --commit 0", "--commit"),
      ("--code surface:d=3 --buffer 0", "The buffer has 0 rounds"),
      ("--code surface:d=3 --decoder maximum-likelihood --rounds 2", "maximum likelihood"),
      ("--code surface:d=3 --decoder guess", "There is no decoder 'guess'"),
      ("--circuit \(timeless) --commit 1 --buffer 1", "has no coordinates"),
      ("--circuit \(timeless)", "timeless.stim"),
      ("--code surface:d=3 --rounds 100000 --compare 10", "--compare holds all rounds"),
    ]
    for (arguments, message) in cases {
      let run = try Quanta.run("decode stream " + arguments)
      #expect(run.status == 2)
      #expect(run.err.contains(message))
    }
  }
}
