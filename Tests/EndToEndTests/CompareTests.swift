// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Testing
import _TestSupport

@Suite("Codes on modes and comparisons on the command line", .tags(.exact))
struct CompareTests {
  @Test(
    "Bad input is refused with field, value and range",
    arguments: [
      ("qec compare --profile nope", "profile=nope: must be one of photonic"),
      ("qec compare --distributions warm", "`warm`: it must be one of profile, loss"),
      ("qec compare --target 2", "`2`: it must be a number from 1e-30 to 0.1"),
      ("qec compare --quick --full", "give either --quick or --full"),
      ("qec collect --code gkp(db=99)+surface:d=3 --p 0 --max-shots 1", "db=99 must be in 1...40"),
      ("qec collect --code dog+surface:d=3 --p 0 --max-shots 1", "must be one of cat("),
      ("qec collect --code surface:d=3 --p 0.1 --heralds some --max-shots 1", "used, withheld"),
    ])
  func refusals(command: String, part: String) throws {
    let output = try Quanta.run(command)
    #expect(output.status == 2)
    #expect(output.err.contains(part), "\(output.err)")
  }

  @Test("Heralds and readings, used and withheld, are tasks of their own")
  func choices() throws {
    let output = try Quanta.run(
      "qec collect --code gkp(sigma=0.5)+surface:d=2 surface:d=2 --noise code-capacity:depolarizing "
        + "--p 0.01 --readings used,withheld --heralds used,withheld --max-shots 64 --seed 1 --quiet"
    )
    #expect(output.status == 0)
    let rows = output.text.split(separator: "\n").dropFirst()
    #expect(rows.count == 3)
    #expect(rows.count { $0.contains("\"\"readings\"\":\"\"used\"\"") } == 1)
    #expect(rows.count { $0.contains("\"\"readings\"\":\"\"withheld\"\"") } == 1)
  }

  @Test("Help names the inner codes")
  func help() throws {
    let output = try Quanta.run("help codes")
    #expect(output.text.contains("cat(nbar=0.5...50") && output.text.contains("gkp(db=1...40"))
  }
}
