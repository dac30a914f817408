// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM
import Testing
import _TestSupport

/// The life of channels and of the pairs that they hold, and what they permit.
@Suite(.tags(.exact))
struct ChannelTests {
  /// The codes of all problems of lines between an allocation and the freeing of six qubits.
  private func codes(_ lines: String) throws -> [Problem.Code] {
    let text = """
      .caps CAP_ALLOC CAP_LINK
      begin: ALLOC_LQ -> a, b, c, d, e, f
      m: MEASURE_Z f -> m
      \(lines)
      end: FREE_LQ a, b, c, d, e, f
      """
    return Verifier(.init(isStrict: true)).verify(try Assembler().assemble(text)).problems.map(
      \.code)
  }

  @Test func aPairIsUsedOnce() throws {
    #expect(try codes("o: OPEN_CHAN a, b, ch\nu: USE_CHAN c, ch\nk: CLOSE_CHAN ch") == [])
    #expect(try codes("o: OPEN_CHAN a, b, ch\nk: CLOSE_CHAN ch") == [])
    let twice = "o: OPEN_CHAN a, b, ch\nu: USE_CHAN c, ch\nv: USE_CHAN d, ch\nk: CLOSE_CHAN ch"
    #expect(try codes(twice) == [.channelUsedUp])
    // Under a guard the pair may be gone: what comes after cannot rely on it.
    let guarded =
      "o: OPEN_CHAN a, b, ch\nu: USE_CHAN c, ch if m\nv: USE_CHAN d, ch\nk: CLOSE_CHAN ch"
    #expect(try codes(guarded) == [.channelUsedUp])
    let emptied = "o: OPEN_CHAN a, b, ch\nu: USE_CHAN ch\nv: USE_CHAN d, ch\nk: CLOSE_CHAN ch"
    #expect(try codes(emptied) == [.channelUsedUp])
  }

  @Test func swappingMovesHalfOfAnotherPair() throws {
    let swap =
      "o: OPEN_CHAN a, b, ch1\np: OPEN_CHAN c, d, ch2\nu: USE_CHAN b, ch2, semantic=swap\n"
    #expect(try codes(swap + "k: CLOSE_CHAN ch1, ch2") == [])
    // The half of ch1 is now at d, where ch1 has no end.
    #expect(try codes(swap + "v: USE_CHAN e, ch1\nk: CLOSE_CHAN ch1, ch2") == [.channelUsedUp])
  }

  @Test func aQubitIsTheEndOfOneOpenChannel() throws {
    let first = "o: OPEN_CHAN a, b, ch1\n"
    let second = "p: OPEN_CHAN b, c, ch2\n"
    #expect(try codes(first + second + "k: CLOSE_CHAN ch1, ch2") == [.channelEndTaken])
    #expect(try codes(first + "j: CLOSE_CHAN ch1\n" + second + "k: CLOSE_CHAN ch2") == [])
    #expect(try codes(first + "u: USE_CHAN d, ch1\n" + second + "k: CLOSE_CHAN ch1, ch2") == [])
    #expect(
      try codes(first + "p: OPEN_CHAN c, d, ch2\nk: CLOSE_CHAN ch1, ch2") == [])
  }

  @Test func openingHasNoGuard() throws {
    let lines = "o: OPEN_CHAN a, b, ch if m\nu: USE_CHAN c, ch\nk: CLOSE_CHAN ch"
    #expect(try codes(lines) == [.condition])
  }

  /// The problems of lines on qubits of three tenants.
  private func firewall(_ lines: String) throws -> [Problem] {
    let text = """
      .caps CAP_ALLOC CAP_LINK
      al1: ALLOC_LQ tenant_id="one" -> a, x
      al2: ALLOC_LQ tenant_id="two" -> b, y
      al3: ALLOC_LQ tenant_id="three" -> c
      \(lines)
      end: FREE_LQ a, x, b, y, c
      """
    return Verifier(.init(isStrict: true)).verify(try Assembler().assemble(text)).problems
  }

  @Test func openChannelPermitsGatesBetweenTheTenantsAtItsEnds() throws {
    let (open, close) = ("o: OPEN_CHAN a, b, ch\n", "\nk: CLOSE_CHAN ch")
    #expect(try firewall(open + "g: APPLY_CNOT a, b, channel=ch" + close).isEmpty)
    #expect(try firewall(open + "g: APPLY_CNOT y, x, channel=ch" + close).isEmpty)
    #expect(try firewall(open + "g: MEASURE_BELL x, y, channel=ch" + close).isEmpty)
    for lines in [
      "g: APPLY_CNOT a, b", "g: APPLY_CNOT a, b, channel=nosuch",
      "g: APPLY_CNOT a, b, channel=ch\n" + open + close,
      open + close + "\ng: APPLY_CNOT a, b, channel=ch",
      open + "g: APPLY_CNOT a, c, channel=ch" + close,
      open + "g: APPLY_TOFFOLI a, b, c, channel=ch" + close,
    ] {
      let problems = try firewall(lines)
      #expect(problems.map(\.code) == [.firewall], "\(lines)")
      #expect(problems.map(\.node) == ["g"], "\(lines)")
    }
  }
}
