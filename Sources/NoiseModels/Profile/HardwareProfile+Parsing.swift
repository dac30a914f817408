// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PulseDynamics
import StrictJSON

extension HardwareProfile {
  /// The format that this program reads, as the field `format` states it.
  public static let format = "quanta-profile-1"

  /// Reads a profile.
  ///
  /// - Parameters:
  ///   - bytes: The text, JSON in UTF-8.
  ///   - file: How messages name it.
  /// - Throws: `NoiseError` with code `.badProfile`: `file:line:column` where the text is no JSON, otherwise the
  ///   field, its value and what is allowed.
  public init(parsing bytes: [UInt8], file: String) throws(NoiseError) {
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: bytes, limits: .init(byteCount: 1 << 20, depth: 16))
    } catch {
      throw NoiseError(.badProfile, "\(file):\(error.description)")
    }
    var reader = try FieldReader(json, path: "", file: file)
    _ = try reader.choice("format", among: [HardwareProfile.format])
    name = try reader.text("name")
    summary = try reader.text("summary")
    let components = try HardwareProfile.components(&reader)
    self.components = components
    let names = components.map(\.name)
    var operationReader = try reader.object("operations")
    var operations: [OperationKind: Operation] = [:]
    for kind in OperationKind.allCases {
      operations[kind] = try HardwareProfile.operation(kind, &operationReader, names)
    }
    try operationReader.finish()
    self.operations = operations
    heraldedLoss = try reader.number("heralded_loss", in: 0...1)
    memory = try HardwareProfile.memory(&reader)
    let detection = try HardwareProfile.detection(&reader)
    self.detection = detection
    source = try HardwareProfile.source(&reader, heraldCounts: detection.resolvesNumbers)
    var fusion = try reader.object("fusion")
    let level = try fusion.number("level", in: 1...6)
    guard level == level.rounded() else {
      throw NoiseError(
        .badProfile, "\(file): fusion.level=\(level): must be a whole number in 1...6.")
    }
    fusionLevel = Int(level)
    fusionPath = try fusion.names("path", among: names)
    try fusion.finish()
    leakage = try HardwareProfile.leakage(&reader)
    repetitionsPerSecond = try reader.number("repetitions_hz", in: 0...1e15, unit: "Hz")
    try reader.finish()
  }

  private static func components(_ reader: inout FieldReader) throws(NoiseError) -> [Component] {
    var list = try reader.object("components")
    var components: [Component] = []
    for (name, fields) in try list.members() {
      var fields = fields
      let reference = try fields.text("reference")
      let attenuation: Attenuation
      if fields.valueIfGiven("loss_db") != nil {
        attenuation = try Attenuation(
          decibels: fields.number("loss_db", in: 0...1000, unit: "dB"))
      } else {
        attenuation = try Attenuation(
          decibelsPerKilometre: fields.number("loss_db_per_km", in: 0...1e6, unit: "dB/km"),
          lengthInMetres: fields.number("length_m", in: 0...1e6, unit: "m"))
      }
      try fields.finish()
      components.append(Component(name: name, attenuation: attenuation, reference: reference))
    }
    return components
  }

  private static func operation(
    _ kind: OperationKind, _ reader: inout FieldReader, _ names: [String]
  ) throws(NoiseError) -> Operation {
    var fields = try reader.object(kind.rawValue)
    let path = try fields.names("path", among: names)
    let duration = try fields.number("duration_ns", in: 0...1e12, unit: "ns")
    let infidelity = try fields.number("infidelity", in: 0...kind.largestInfidelity)
    var rotation: OverRotation?
    if kind == .oneQubit || kind == .twoQubit, var angle = try fields.objectIfGiven("over_rotation")
    {
      rotation = try OverRotation(
        mean: angle.number("mean_rad", in: -3.2...3.2, unit: "rad"),
        deviation: angle.number("rms_rad", in: 0...10, unit: "rad"))
      try angle.finish()
    }
    var passage: Passage?
    if kind == .oneQubit || kind == .twoQubit, var pulses = try fields.objectIfGiven("stirap") {
      passage = try HardwareProfile.passage(&pulses)
    }
    let interferes = kind == .twoQubit ? try fields.bool("interferes") : false
    try fields.finish()
    return Operation(
      path: path, durationInNanoseconds: duration, infidelity: infidelity,
      overRotation: rotation, passage: passage, interferes: interferes)
  }

  private static func passage(_ fields: inout FieldReader) throws(NoiseError) -> Passage {
    let shape = try fields.choice("shape", among: LambdaPulses.Shape.allCases.map(\.rawValue))
    let area = try fields.number("area", in: 0...10000, unit: "rad")
    let delay = try fields.number("delay", in: -10...10)
    let decay = try fields.number("decay", in: 0...1e6)
    let rms = (
      area: try fields.number("area_rms", in: 0...0.3),
      delay: try fields.number("delay_rms", in: 0...1),
      detuning: try fields.number("detuning_rms", in: ControlErrors.detunings),
      two: try fields.number("two_photon_rms", in: ControlErrors.twoPhotonDetunings)
    )
    let returns = try fields.bool("returns")
    try fields.finish()
    return try fields.checking { () throws(NoiseError) in
      do throws(PulseError) {
        var pulses = try LambdaPulses(
          LambdaPulses.Shape(rawValue: shape) ?? .smooth, area: area, delay: delay)
        pulses.decay = decay
        let errors = try ControlErrors(
          area: rms.area, delay: rms.delay, detuning: rms.detuning, twoPhotonDetuning: rms.two)
        return Passage(pulses: pulses, errors: errors, returns: returns)
      } catch {
        throw NoiseError(.badProfile, error.message)
      }
    }
  }

  private static func memory(_ reader: inout FieldReader) throws(NoiseError) -> Memory {
    var fields = try reader.object("memory")
    let loss = try fields.number("loss_db_per_us", in: 0...1e6, unit: "dB/µs")
    let t1 = try fields.time("t1_us", unit: "µs")
    let t2 = try fields.time("t2_us", unit: "µs")
    let decoherence = try fields.checking { () throws(NoiseError) in
      do throws(NoiseError) {
        return try Decoherence(t1: t1, t2: t2)
      } catch {
        throw NoiseError(
          .badProfile,
          "t2_us=\(number(t2)): must be in 0...\(number(2 * t1)) µs, at most twice "
            + "t1_us=\(number(t1))")
      }
    }
    var phase = try fields.object("phase_noise")
    let noise = try PhaseNoise(
      white: phase.number("white_rad2_per_us", in: 0...1e12, unit: "rad²/µs"),
      amplitude: phase.number("slow_rad_per_us", in: 0...1e12, unit: "rad/µs"),
      correlationTime: phase.number("correlation_us", in: 1e-12...1e12, unit: "µs"))
    try phase.finish()
    try fields.finish()
    return Memory(decibelsPerMicrosecond: loss, decoherence: decoherence, phaseNoise: noise)
  }

  private static func source(
    _ reader: inout FieldReader, heraldCounts: Bool
  ) throws(NoiseError) -> Source {
    var fields = try reader.object("source")
    var source: Source
    if var pairs = try fields.objectIfGiven("pairs") {
      source = try HardwareProfile.pairs(&pairs, heraldCounts: heraldCounts)
      source.overlap = try fields.number("overlap", in: 0...1)
    } else {
      source = Source(
        efficiency: try fields.number("efficiency", in: 0...1), correlation: 0,
        overlap: try fields.number("overlap", in: 0...1))
      source.correlation = try fields.number("g2", in: 0...0.5)
    }
    try fields.finish()
    let made = source
    _ = try fields.checking { () throws(NoiseError) in
      try Interference(overlap: made.overlap, correlation: made.correlation)
    }
    return source
  }

  /// What several pair sources make of efficiency and g²(0).
  private static func pairs(
    _ fields: inout FieldReader, heraldCounts: Bool
  ) throws(NoiseError) -> Source {
    let squeezing = try fields.number("squeezing", in: 1e-9...0.9)
    let efficiency = try fields.number("herald_efficiency", in: 1e-9...1)
    let count = try fields.number("sources", in: 1...1e6)
    guard count == count.rounded() else {
      throw fields.refuse("sources", "must be a whole number in 1...1e6")
    }
    try fields.finish()
    let pair = try PairSource(
      squeezing: squeezing, heraldEfficiency: efficiency, heraldCounts: heraldCounts)
    return Source(
      efficiency: Multiplexing.success(
        probability: pair.heraldProbability, count: Int(count)),
      correlation: pair.heraldedCorrelation, overlap: 0,
      pairs: .init(source: pair, count: Int(count)))
  }

  private static func detection(_ reader: inout FieldReader) throws(NoiseError) -> Detection {
    var fields = try reader.object("detector")
    let detection = Detection(
      efficiency: try fields.number("efficiency", in: 0...1),
      darkCountsPerSecond: try fields.number("dark_count_hz", in: 0...1e12, unit: "Hz"),
      windowInNanoseconds: try fields.number("window_ns", in: 0...1e9, unit: "ns"),
      resolvesNumbers: try fields.bool("number_resolving"))
    try fields.finish()
    guard detection.darkCountsPerSecond <= detection.largestDarkCountsPerSecond else {
      throw fields.refuse(
        "dark_count_hz",
        "must be in 0...\(number(detection.largestDarkCountsPerSecond)) Hz with "
          + "window_ns=\(number(detection.windowInNanoseconds)), or every window has a dark count")
    }
    return detection
  }

  private static func leakage(_ reader: inout FieldReader) throws(NoiseError) -> LeakageRates {
    var fields = try reader.object("leakage")
    let leakage = try Leakage(
      leak: fields.number("per_gate", in: 0...1), seepage: fields.number("seepage", in: 0...1))
    let heralded = try fields.number("heralded", in: 0...1)
    try fields.finish()
    return LeakageRates(leakage: leakage, heralded: heralded)
  }
}
