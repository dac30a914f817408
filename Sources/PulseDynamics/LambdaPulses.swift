// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A pump and a Stokes pulse on a Λ system: |1⟩ and |3⟩ below, both coupled to |2⟩, which decays.
///
/// In the rotating wave, H = ½[[0, Ω_P, 0], [Ω_P, 2Δ − iγ, Ω_S], [0, Ω_S, 2δ]]. Time is in units of the duration T of
/// the shape (of the width of its pulses for Gaussian ones), and frequencies in rad per that unit, so that `area` is Ω₀T.
/// The Stokes pulse comes first; the system follows the dark state cos θ|1⟩ − sin θ|3⟩ with tan θ = Ω_P/Ω_S.
/// Source: Vitanov, Rangelov, Shore, Bergmann, Rev. Mod. Phys. 89, 015006 (2017); arXiv:1605.00224.
public struct LambdaPulses: Sendable, Hashable {
  /// The courses of the two pulses.
  public enum Shape: String, Sendable, CaseIterable {
    /// Ω_P = Ω₀ sin θ, Ω_S = Ω₀ cos θ with θ = πt/2 on 0...1: exactly solvable.
    case sinCos = "sin-cos"
    /// Ω₀e^(−(t∓τ/2)²) on −6...6, the Stokes pulse τ earlier.
    case gaussian
    /// As `sinCos` with θ = (π/2)(t − sin(2πt)/2π), which starts and ends at rest.
    case smooth
  }

  /// The courses.
  public var shape: Shape
  /// Ω₀ in rad per unit of time: Ω₀T, 0...1e6.
  public var area: Double
  /// τ, by how much the Stokes pulse precedes: in addition to the shape's own order for `sinCos` and `smooth`.
  public var delay: Double
  /// Δ, the detuning of |2⟩, in rad per unit of time.
  public var detuning = 0.0
  /// δ, the two-photon detuning of |3⟩.
  public var twoPhotonDetuning = 0.0
  /// γ, the rate at which the population of |2⟩ is lost, at least 0.
  public var decay = 0.0
  /// How far the shape is run: less than 1 stops both pulses there, which leaves a superposition (fractional STIRAP).
  public var fraction = 1.0

  /// Describes two pulses, resonant and without decay.
  ///
  /// - Parameters:
  ///   - shape: Their courses.
  ///   - area: Ω₀T.
  ///   - delay: τ; √2 for Gaussian pulses unless given, 0 for the others.
  /// - Throws: `PulseError` with code `.badParameter`.
  public init(_ shape: Shape, area: Double, delay: Double? = nil) throws(PulseError) {
    self.shape = shape
    self.area = try checked("area", area, in: 0...1e6)
    let standard = shape == .gaussian ? 2.0.squareRoot() : 0
    self.delay = try checked("delay", delay ?? standard, in: -10...10)
  }

  /// Checks what was set besides.
  ///
  /// - Throws: `PulseError` with code `.badParameter`.
  public func check() throws(PulseError) {
    try checked("area", area, in: 0...1e6)
    try checked("delay", delay, in: -10...10)
    try checked("detuning", detuning, in: -1e6...1e6)
    try checked("two-photon detuning", twoPhotonDetuning, in: -1e6...1e6)
    try checked("decay", decay, in: 0...1e6)
    try checked("fraction", fraction, in: 0...1)
  }

  /// When the pulses begin and end.
  public var span: ClosedRange<Double> {
    let whole: ClosedRange<Double> = shape == .gaussian ? -6...6 : 0...1
    let length = whole.upperBound - whole.lowerBound
    return whole.lowerBound...(whole.lowerBound + fraction * length)
  }

  /// The mixing angle θ that the shape prescribes, without the delay; Gaussian pulses have it by their ratio.
  public func angle(at time: Double) -> Double {
    switch shape {
    case .gaussian:
      let (pump, stokes) = couplings(at: time)
      return atan2(pump, stokes)
    case .sinCos: return LambdaPulses.linear(time)
    case .smooth: return LambdaPulses.gentle(time)
    }
  }

  /// Ω_P and Ω_S at a time, in rad per unit of time.
  public func couplings(at time: Double) -> (pump: Double, stokes: Double) {
    switch shape {
    case .gaussian:
      let late = time - delay / 2
      let early = time + delay / 2
      return (area * exp(-late * late), area * exp(-early * early))
    case .sinCos:
      return (
        area * sin(LambdaPulses.linear(time - delay / 2)),
        area * cos(LambdaPulses.linear(time + delay / 2))
      )
    case .smooth:
      return (
        area * sin(LambdaPulses.gentle(time - delay / 2)),
        area * cos(LambdaPulses.gentle(time + delay / 2))
      )
    }
  }

  private static func linear(_ time: Double) -> Double {
    .pi / 2 * min(max(time, 0), 1)
  }

  private static func gentle(_ time: Double) -> Double {
    let s = min(max(time, 0), 1)
    return .pi / 2 * (s - sin(2 * .pi * s) / (2 * .pi))
  }

  /// The real amplitudes of |1⟩ and |3⟩ in the state that the pulses are meant to make of |1⟩.
  ///
  /// Whole pulses make −|3⟩. Pulses that stop early make the dark state of where they stop, cos θ|1⟩ − sin θ|3⟩ with
  /// tan θ = Ω_P/Ω_S there; a sinCos shape run to f has θ = fπ/2.
  public var target: (first: Double, third: Double) {
    guard fraction < 1 else { return (0, -1) }
    var unit = self
    unit.area = 1
    let (pump, stokes) = unit.couplings(at: span.upperBound)
    let angle = atan2(pump, stokes)
    return (cos(angle), -sin(angle))
  }

  /// The loss by slow decay from |2⟩ that the adiabatic state predicts: γ∫4θ̇²/Ω₀² dt.
  ///
  /// Known for the shapes with constant Ω_P² + Ω_S²: π²γ/Ω₀² for `sinCos` and 3π²γ/(2Ω₀²) for `smooth`, over the whole
  /// shape; nil for Gaussian pulses and for a delay or a fraction. Source: Vitanov et al. (2017), section IV.
  public var adiabaticLoss: Double? {
    guard delay == 0, fraction == 1, area > 0 else { return nil }
    switch shape {
    case .sinCos: return .pi * .pi * decay / (area * area)
    case .smooth: return 1.5 * .pi * .pi * decay / (area * area)
    case .gaussian: return nil
    }
  }

  /// P₃ of resonant `sinCos` pulses without decay, exactly: [1 − 2(θ̇/W)² sin²(W/2)]² with W² = Ω₀²/4 + θ̇², θ̇ = π/2.
  ///
  /// Perfect at Ω₀T = π√(16n² − 1). Source: Vitanov, Stenholm, Phys. Rev. A 55, 648 (1997).
  public static func exactTransfer(area: Double) -> Double {
    let rate = Double.pi / 2
    let w = (area * area / 4 + rate * rate).squareRoot()
    let swing = sin(w / 2)
    let amplitude = 1 - 2 * (rate / w) * (rate / w) * swing * swing
    return amplitude * amplitude
  }
}
