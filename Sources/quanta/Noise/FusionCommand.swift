// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import CommandLineKit
import NoiseModels
import Sampling
import StrictJSON

/// `quanta fusion`.
let fusionCommand = Command(
  "fusion", "Samples fusion networks and finds their thresholds.",
  discussion: """
    A network of small entangled states on a cubic torus; each fusion measures XX and ZZ, and each outcome may be erased,
    which the decoder is told of, or wrong. --rates are probabilities of what --error names: an outcome erased or
    flipped, a photon lost, or any of the photons of one fusion lost; for the last two the fusions also fail, as --level and
    --encoding say. A shot fails if any of the six membranes is predicted wrongly. Where two sizes cross is the threshold;
    it is told per outcome, and per fusion and per photon. With --profile nothing is scanned: the network is run
    with the fusions of a hardware profile.
    """,
  flags: [
    Flag(
      "network", .choice(FusionNetwork.Family.allCases.map(\.rawValue)), "The network.",
      default: "6-ring"),
    Flag(
      "size", .list(.integer(FusionNetwork.sizes)), "L: the lattice has L³ cubes.",
      default: "6,10"),
    Flag(
      "error", .choice(FusionScan.Kind.allCases.map(\.rawValue)), "What is scanned.",
      default: "erasure"),
    Flag("rates", .list(.number(0...1)), "The probabilities scanned."),
    Flag("profile", .text, "A hardware profile, instead of a scan.", valueName: "NAME|FILE"),
    Flag(
      "level", .integer(1...6), "Levels of boosting; 2 fuses with a pair of photons more.",
      default: "2"),
    Flag(
      "encoding", .choice(FusionEncoding.allCases.map(\.rawValue)),
      "What encodes the fused qubits.", default: "bare"),
    Flag("decoder", .text, "The decoder.", default: "union-find"),
    Flag("max-shots", .integer(1...1_000_000_000), "The most shots of a point.", default: "2000"),
    Flag("max-errors", .integer(1...1_000_000_000), "Ends a point after so many failures."),
    Flag("out", .path, "Writes the points as a table of statistics."),
    .seed, .threads, .json, .progress,
  ],
  example: "quanta fusion --network 4-star --rates 0.066,0.069,0.072 --size 6,10"
) { arguments in
  let scan = try FusionScan(arguments)
  let table = try scan.sample(arguments)
  if Interruption.isRequested { return .negative }
  if let path = arguments.textIfGiven("out") {
    let file = try ByteWriter(path: path)
    try file.write(table.csvText)
    try file.finish()
  }
  let summary = try FusionSummary(table, scan, seed: UInt64(arguments.integerIfGiven("seed") ?? 0))
  try printOutput(
    arguments.isOn("json") ? summary.json.text(.indented) + "\n" : summary.text)
  return .success
}

/// The points that `quanta fusion` samples.
struct FusionScan {
  /// What the rates are probabilities of.
  enum Kind: String, CaseIterable {
    /// An outcome is erased.
    case erasure
    /// An outcome is wrong.
    case flip
    /// A photon is lost.
    case photonLoss = "photon-loss"
    /// One of the photons of a fusion is lost.
    case fusionLoss = "fusion-loss"
  }

  let family: FusionNetwork.Family
  let kind: Kind
  let sizes: [Int]
  let rates: [Double]
  let level: Int
  let encoding: FusionEncoding
  let decoder: String
  /// The fusions of a hardware profile, if that is what is run.
  var profile: (name: String, fusion: FusionGate)?

  init(_ arguments: Arguments) throws {
    family = FusionNetwork.Family(rawValue: try arguments.text("network")) ?? .sixRing
    kind = Kind(rawValue: try arguments.text("error")) ?? .erasure
    sizes = arguments.integers("size")
    encoding = FusionEncoding(rawValue: try arguments.text("encoding")) ?? .bare
    decoder = try arguments.text("decoder")
    if let name = arguments.textIfGiven("profile") {
      for flag in ["rates", "error", "level"] where arguments.isGiven(flag) {
        throw CommandFailure("--profile and --\(flag) exclude each other.")
      }
      do {
        profile = (name, try DerivedNoise(HardwareProfile.named(name)).fusion)
      } catch {
        throw CommandFailure(error.message)
      }
    }
    level = try profile?.fusion.level ?? arguments.integer("level")
    rates = arguments.numbers("rates")
    guard profile != nil || !rates.isEmpty else {
      throw CommandFailure("--rates is missing; say which probabilities to sample.")
    }
  }

  /// The erasure and the flip of an outcome at a rate.
  func outcome(_ rate: Double) throws(NoiseError) -> (erasure: Double, flip: Double) {
    switch kind {
    case .erasure: return (rate, 0)
    case .flip: return (0, rate)
    case .photonLoss:
      return (encoding.erasure(of: try FusionGate(level: level, efficiency: 1 - rate)), 0)
    case .fusionLoss:
      var arrival = 1 - rate
      for _ in 0..<level { arrival = arrival.squareRoot() }
      return (encoding.erasure(of: try FusionGate(level: level, efficiency: arrival)), 0)
    }
  }

  /// Samples every point.
  func sample(_ arguments: Arguments) throws -> StatisticsTable {
    var table = StatisticsTable()
    let shots = try arguments.integer("max-shots")
    let seed = UInt64(arguments.integerIfGiven("seed") ?? 0)
    let workers = try arguments.integer("threads")
    var meter = Progress(isForced: arguments.isOn("progress"))
    let points = try points()
    for (index, point) in points.enumerated() {
      let row = try sampling {
        try point.statistics(
          shots: shots, failures: arguments.integerIfGiven("max-errors"), seed: seed,
          workers: workers
        ) { done, failed in
          meter.update(
            fraction: (Double(index) + Double(done) / Double(shots)) / Double(points.count),
            "\(point.metadata["d"].map { $0.text() } ?? ""): \(failed) of \(done)")
          return !Interruption.isRequested
        }
      }
      if Interruption.isRequested { break }
      try sampling { try table.add(row) }
    }
    meter.finish()
    return table
  }

  private func points() throws -> [FusionExperiment] {
    var points: [FusionExperiment] = []
    do {
      for size in sizes {
        let network = try FusionNetwork(family, size: size)
        if let profile {
          points.append(
            try FusionExperiment(
              network, erasure: encoding.erasure(of: profile.fusion),
              flip: encoding.flip(of: profile.fusion), decoder: decoder,
              metadata: [
                ("profile", .string(profile.name)), ("encoding", .string(encoding.rawValue)),
              ]))
        }
        for rate in rates {
          let (erasure, flip) = try outcome(rate)
          var metadata: [(String, JSON)] = [
            ("p", .number(rate)), ("error", .string(kind.rawValue)),
          ]
          if kind == .photonLoss || kind == .fusionLoss {
            metadata += [
              ("encoding", .string(encoding.rawValue)), ("level", .integer(Int64(level))),
            ]
          }
          points.append(
            try FusionExperiment(
              network, erasure: erasure, flip: flip, decoder: decoder, metadata: metadata))
        }
      }
    } catch let error as CodeError {
      throw CommandFailure(error.message)
    } catch let error as NoiseError {
      throw CommandFailure(error.message)
    } catch let error as SamplingError {
      throw CommandFailure(error.message)
    }
    return points
  }
}
