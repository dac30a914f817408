// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import NoiseModels
import PulseDynamics
import Testing
import _TestSupport

@Suite("Leakage in the noise of profiles", .tags(.exact))
struct LeakageNoiseTests {
  /// A machine without faults but leakage.
  private func profile(
    leak: Double, seepage: Double, heralded: Double
  ) throws -> HardwareProfile {
    var profile = try HardwareProfile.named("photonic").scaled(by: 0)
    for kind in HardwareProfile.OperationKind.allCases { profile.operations[kind]?.passage = nil }
    profile.leakage.leakage = try Leakage(leak: leak, seepage: seepage)
    profile.leakage.heralded = heralded
    return profile
  }

  @Test("Partners of leaked qubits that are all replaced at once suffer nothing")
  func replaced() throws {
    let noise = try DerivedNoise(profile(leak: 1e-9, seepage: 0, heralded: 1))
    for kind in [HardwareProfile.OperationKind.oneQubit, .twoQubit] {
      #expect(abs(noise.fault(of: kind).heralded - 1e-9) < 1e-15)
      #expect(noise.fault(of: kind).pauli == .none)
    }
  }

  @Test("Only what leaks unnoticed stays away and spoils partners")
  func unnoticed() throws {
    let noise = try DerivedNoise(profile(leak: 0.01, seepage: 0.1, heralded: 0.8))
    // L = ℓ(1 − h)/(ℓ(1 − h) + s); a random qubit is wrong three quarters of the time.
    let away = 0.002 / 0.102
    let pair = noise.fault(of: .twoQubit)
    #expect(abs(pair.pauli.total - 0.75 * (1 - 0.998 * (1 - away))) < 1e-12)
    #expect(pair.pauli.x == pair.pauli.z && abs(pair.heralded - 0.008) < 1e-15)
    #expect(abs(noise.fault(of: .oneQubit).pauli.total - 0.75 * 0.002) < 1e-15)
    #expect(noise.fault(of: nil).pauli == .none && noise.fault(of: .reset).heralded == 0)
  }

  @Test("What a passage leaks stays away like any other leakage")
  func passage() throws {
    var profile = try profile(leak: 0.001, seepage: 0.25, heralded: 0.5)
    var pulses = try LambdaPulses(.smooth, area: 40, delay: 0)
    pulses.decay = 0
    let passage = HardwareProfile.Passage(
      pulses: pulses, errors: try ControlErrors(area: 0.03), returns: true)
    profile.operations[.twoQubit]?.passage = passage
    let carried = try passage.channel().leakage
    #expect(carried > 1e-8)
    // It leaks more than one-qubit gates do, however little.
    let hidden = (0.001 + carried) * 0.5
    let away = hidden / (hidden + 0.25)
    let fault = try DerivedNoise(profile).fault(of: .twoQubit)
    #expect(abs(fault.unnoticed - (1 - (1 - hidden) * (1 - away))) < 1e-14)
    profile.leakage.leakage = try Leakage(leak: 0, seepage: 0)
    #expect(throws: NoiseError.self) { _ = try DerivedNoise(profile) }
    profile.leakage.heralded = 1
    #expect(try DerivedNoise(profile).fault(of: .twoQubit).unnoticed == 0)
  }

  @Test("Unnoticed leakage that never comes back is refused by its field")
  func forever() throws {
    let profile = try profile(leak: 0.002, seepage: 0, heralded: 0.5)
    #expect(
      throws: NoiseError(
        .badProfile,
        "photonic: leakage.seepage=0: must be more than 0, up to 1, where leakage goes unnoticed "
          + "(0.001 a gate): qubits would leak and never come back; give it, or leakage.heralded=1."
      )
    ) { _ = try DerivedNoise(profile) }
    #expect(try DerivedNoise(profile.scaled(by: 0)).fault(of: .twoQubit).pauli == .none)
  }
}
