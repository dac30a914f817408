// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import Sampling
internal import Decoding
internal import StrictJSON
internal import Visualization

/// The section on real time: streams of one noise at one rate, for several distances.
public struct StreamingSection: Sendable {
  /// The test of one distance.
  public struct Row: Sendable {
    /// The distance of the code.
    public var distance: Int
    /// The rounds that a window commits; its buffer is as long.
    public var commit: Int
    /// The figures.
    public var statistics: StreamStatistics

    /// Makes a row.
    public init(distance: Int, commit: Int, statistics: StreamStatistics) {
      self.distance = distance
      self.commit = commit
      self.statistics = statistics
    }
  }

  /// What was kept, under what noise.
  public var experiment: String
  /// The decoder of the windows, with its settings.
  public var decoder: String
  /// The tests, by distance.
  public var rows: [Row]

  /// Makes a section.
  public init(experiment: String, decoder: String, rows: [Row]) {
    self.experiment = experiment
    self.decoder = decoder
    self.rows = rows
  }
}

extension ReportPlan {
  /// The distances of the section on real time.
  public static let streamingDistances = Array(stride(from: 5, through: 21, by: 2))
  /// The physical error rate of the section on real time.
  public static let streamingRate = 0.001

  /// The number of rounds of each stream.
  var streamingRounds: UInt64 {
    switch effort {
    case .quick: 10_000
    case .standard: 30_000
    case .full: 1_000_000
    }
  }

  /// Times the matching decoder on streams of surface codes, one after the other on this thread.
  ///
  /// - Parameter shouldStop: Asked now and then; true leaves out what is not done.
  /// - Returns: The section.
  /// - Throws: `SamplingError` if a code cannot be streamed.
  public func collectStreaming(
    shouldStop: () -> Bool = { false }
  ) throws(SamplingError) -> StreamingSection {
    let decoder = "matching"
    var section = StreamingSection(
      experiment: "surface codes under the four knobs of stim's generator at p = "
        + "\(ReportPlan.streamingRate)",
      decoder: decoder, rows: [])
    for distance in ReportPlan.streamingDistances where !shouldStop() {
      var grid = ExperimentGrid(
        codes: ["surface:d=\(distance)"], rates: [ReportPlan.streamingRate])
      grid.noises = ["stim"]
      grid.rounds = .fixed(streamingRounds)
      for task in try grid.tasks(decoders: [decoder]) {
        let experiment = try StreamExperiment(task)
        let compiled = try experiment.compile(
          decoder, WindowSettings(commit: distance, buffer: distance))
        let statistics = try StreamTest(
          experiment.model, compiled, cycle: 1e-6, clock: .processor, seed: seed
        ).run { _ in !shouldStop() }
        section.rows.append(
          .init(distance: distance, commit: distance, statistics: statistics))
      }
    }
    return section
  }
}

extension StreamingSection {
  /// The time to decode a round and the latency of a window against the distance.
  var plot: Plot {
    var plot = Plot(title: "Decoding time", width: 580, height: 440)
    plot.subtitle = "\(decoder); processor time of one thread"
    plot.x = Axis("distance $d$")
    plot.y = Axis("time (µs)", scale: .logarithmic)
    func series(_ name: String, _ value: (StreamStatistics) -> Double) -> Series {
      Series(
        name,
        points: rows.compactMap { row in
          let time = value(row.statistics) * 1e-3
          return time > 0 ? DataPoint(x: Double(row.distance), y: time) : nil
        })
    }
    plot.series = [
      series("per round, mean") { $0.calls.mean },
      series("per round, 99.9 %") { $0.perRound.quantile(0.999) },
      series("latency, median") { $0.latencies.quantile(0.5) },
      series("latency, 99.9 %") { $0.latencies.quantile(0.999) },
    ]
    return plot
  }

  /// All figures, for programs.
  var json: JSON {
    let rows: [JSON] = rows.map { row in
      let statistics = row.statistics
      return [
        "d": .integer(Int64(row.distance)), "commit": .integer(Int64(row.commit)),
        "buffer": .integer(Int64(row.commit)), "rounds": .integer(Int64(statistics.rounds)),
        "defects": .integer(Int64(statistics.defects)),
        "mean_ns_per_round": .number(statistics.calls.mean),
        "p99.9_ns_per_round": .number(statistics.perRound.quantile(0.999)),
        "window_mean_ns": .number(statistics.windows.mean),
        "window_p99.9_ns": .number(statistics.windows.quantile(0.999)),
        "latency_p50_ns": .number(statistics.latencies.quantile(0.5)),
        "latency_p99.9_ns": .number(statistics.latencies.quantile(0.999)),
        "mean_backlog": .number(statistics.meanBacklog),
        "largest_backlog": .number(statistics.largestBacklog),
        "keeps_up": .bool(statistics.keepsUp),
      ]
    }
    return [
      "experiment": .string(experiment), "decoder": .string(decoder), "rows": .array(rows),
    ]
  }
}
