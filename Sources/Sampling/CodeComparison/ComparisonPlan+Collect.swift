// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import Decoding
import NoiseModels
import StabilizerSimulation
import StrictJSON

extension ComparisonPlan {
  /// Samples, decodes, times and fits everything.
  ///
  /// - Parameters:
  ///   - workers: The number of threads; the counts do not depend on it.
  ///   - existing: Counts that are known, as a run that was stopped left them.
  ///   - observer: What saves rows, shows progress and may stop the work.
  /// - Returns: The comparison; points that were not reached are left out.
  /// - Throws: `SamplingError` that names the code, distribution or profile that cannot be had.
  public func collect(
    workers: Int, existing: StatisticsTable = StatisticsTable(),
    observer: CollectionObserver = CollectionObserver()
  ) throws -> CodeComparison {
    let cells = try cells()
    let heralds = try heraldTasks()
    let rows = try collect(
      heralds + cells.map(\.task), workers: workers, existing: existing, observer: observer)
    let found = Array(zip(cells, rows.dropFirst(heralds.count)))
    var entries: [CodeComparison.Entry] = []
    let families = try families().map { family in
      (name: family.name, codes: family.codes, sizes: family.codes.first.map(FamilySizes.init(of:)))
    }
    for distribution in distributions {
      for family in families {
        guard let sizes = family.sizes else { continue }
        let own = found.filter {
          $0.0.family == family.name && $0.0.distribution == distribution
        }
        var entry = try entry(family.name, family.codes, distribution, own, observer)
        entry.threshold = threshold(entry)
        entry.footprint = CodeComparison.Footprint(
          fit: entry.fit, sampled: entry.sizes, sizes: sizes, floors: entry.floors,
          target: targetRate)
        entries.append(entry)
      }
    }
    let waiting = try DerivedNoise(profile).fault(of: nil)
    return CodeComparison(
      profile: profile, heraldDecoder: heraldDecoder, targetRate: targetRate, entries: entries,
      heralds: heraldCurves(heralds, rows.prefix(heralds.count)),
      bareErrorPerLayer: ErrorDistribution.total(waiting),
      omittedScales: try machines().omitted)
  }

  /// Collects tasks, fewer shots of those that bring readings.
  private func collect(
    _ tasks: [CollectionTask], workers: Int, existing: StatisticsTable,
    observer: CollectionObserver
  ) throws -> [TaskStatistics?] {
    var rows = [TaskStatistics?](repeating: nil, count: tasks.count)
    let analog = tasks.indices.filter { tasks[$0].usedInformation.contains(.readings) }
    let plain = tasks.indices.filter { !tasks[$0].usedInformation.contains(.readings) }
    for (indices, shots) in [
      (plain, effort.maxShots), (analog, effort.maxShotsWithReadings),
    ] where !indices.isEmpty && !observer.shouldStop() {
      var options = CollectionOptions(
        maxShots: shots, maxErrors: effort.maxErrors, seed: seed)
      options.workers = workers
      let found = try Sampling.collect(
        indices.map { tasks[$0] }, options: options, existing: existing, observer: observer)
      for (index, row) in zip(indices, found) { rows[index] = row }
    }
    return rows
  }

  private func heraldCurves(
    _ tasks: [CollectionTask], _ rows: ArraySlice<TaskStatistics?>
  ) -> [CodeComparison.HeraldCurve] {
    var curves: [CodeComparison.HeraldCurve] = []
    for (task, row) in zip(tasks, rows) {
      guard let row, row.shots > 0, let distance = task.metadata["d"]?.intValue,
        let p = task.metadata["p"]?.doubleValue
      else { continue }
      let isInformed = !task.usesInformation.isEmpty
      let place =
        curves.firstIndex { $0.distance == distance && $0.isInformed == isInformed }
        ?? curves.count
      if place == curves.count {
        curves.append(.init(distance: distance, isInformed: isInformed, points: []))
      }
      curves[place].points.append((p, row.estimate))
    }
    return curves
  }

  private func entry(
    _ family: String, _ codes: [ConcatenatedCode], _ distribution: ErrorDistribution,
    _ found: [(Cell, TaskStatistics?)], _ observer: CollectionObserver
  ) throws -> CodeComparison.Entry {
    var points: [CodeComparison.Point] = []
    for (cell, row) in found {
      guard let row, row.shots > 0 else { continue }
      points.append(
        CodeComparison.Point(
          code: cell.code.name, distance: cell.code.outer.nominalDistance ?? 0,
          scale: cell.scale, rounds: cell.task.metadata["r"]?.intValue ?? 1,
          logicalQubits: cell.code.outer.logicalQubitCount,
          estimate: row.estimate, seconds: row.seconds))
    }
    points.sort { ($0.distance, $0.scale) < ($1.distance, $1.scale) }
    let own = found.filter { $0.0.scale == 1 }
    var sizes: [CodeComparison.Size] = []
    var floors: [Int: Double] = [:]
    for code in codes {
      let distance = code.outer.nominalDistance ?? 0
      let task = own.first { $0.0.code.name == code.name }?.0.task
      // The last distance is timed; times tell nothing about counts.
      let isTimed = code.name == codes.last?.name && !observer.shouldStop()
      sizes.append(
        CodeComparison.Size(
          code: code.name, distance: distance, logicalQubits: code.outer.logicalQubitCount,
          resources: code.outer.resources,
          decodingSecondsPerRound: isTimed
            ? try task?.decodingSeconds(shots: 200, seed: seed).map {
              $0 / Double(ComparisonPlan.rounds(distance: distance))
            } : nil))
      if let task, !observer.shouldStop() {
        floors[distance] =
          errorRateOfEach(code.outer.logicalQubitCount, anyRate: try task.uncorrectableRate())
          / Double(ComparisonPlan.rounds(distance: distance))
      }
    }
    let fit = SuppressionFit(points.map(SuppressionFit.Point.init), seed: seed)
    return CodeComparison.Entry(
      family: family, decoder: codes.first.map { decoder(of: $0) } ?? "",
      distribution: distribution, points: points, sizes: sizes,
      threshold: nil, fit: fit, floors: floors, footprint: CodeComparison.Footprint())
  }

  private func threshold(_ entry: CodeComparison.Entry) -> Crossing? {
    let names = entry.rungs.map(\.code)
    let series = ThresholdSeries(
      label: .null,
      points: entry.points.filter { names.contains($0.code) }.map {
        var point = ThresholdPoint(
          distance: $0.distance, physicalRate: $0.scale, estimate: $0.estimate,
          rounds: Double($0.rounds))
        point.logicalQubits = $0.logicalQubits
        return point
      })
    let distances = series.distances
    guard distances.count > 1 else { return nil }
    return series.crossing(
      distances[distances.count - 2], distances[distances.count - 1],
      options: BootstrapOptions(seed: seed))
  }
}

extension SuppressionFit.Point {
  init(_ point: CodeComparison.Point) {
    self.init(
      distance: point.distance, scale: point.scale, rounds: Double(point.rounds),
      logicalQubits: point.logicalQubits, estimate: point.estimate)
  }
}

extension CollectionTask {
  /// The time that decoding a shot takes one thread, in seconds; nil where there is nothing to decode.
  func decodingSeconds(shots: Int, seed: UInt64) throws(SamplingError) -> Double? {
    let prepared = try prepared()
    let sampler = prepared.source.makeSampler()
    let engine = prepared.decoder.makeEngine()
    var batch = SyndromeBatch(
      shotCount: shots, detectorCount: prepared.decoder.detectorCount,
      observableCount: prepared.decoder.observableCount)
    var predictions = BitMatrix(
      rowCount: shots, columnCount: prepared.decoder.observableCount)
    var stream = RandomStream(seed: seed, stream: .max)
    sampler.sample(shots: shots, using: &stream, into: &batch)
    let start = ContinuousClock.now
    do throws(DecodingError) {
      if let priors = sampler.priors, let engine = engine as? any ReweightingEngine {
        try engine.decode(batch, priors: priors, into: &predictions)
      } else {
        try engine.decode(batch, into: &predictions)
      }
    } catch {
      throw SamplingError(.collection, "\(name): \(error.message)")
    }
    return (ContinuousClock.now - start) / .seconds(1) / Double(shots)
  }

  /// The probability per shot of errors that flip an observable and no detector.
  ///
  /// No decoder and no distance corrects these; a code without any has none of probability above 0.
  func uncorrectableRate() throws(SamplingError) -> Double {
    var plain = self
    plain.usesInformation = []
    var survival = 1.0
    let model = try plain.analyzed().model
    model.forEachError { probability, targets, _ in
      var hasDetector = false
      var hasObservable = false
      for target in targets {
        switch target {
        case .detector: hasDetector = true
        case .observable: hasObservable = true
        case .separator: break
        }
      }
      if hasObservable, !hasDetector { survival *= 1 - probability }
    }
    return 1 - survival
  }
}
