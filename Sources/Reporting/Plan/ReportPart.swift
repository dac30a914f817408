// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Glibc
import NoiseModels
import Sampling
import StrictJSON
import Visualization

/// One section to be: its tasks, code after code and rate after rate.
struct ReportPart {
  let family: String
  let codes: [ConcatenatedCode]
  let noise: NoiseModel
  let rates: [Double]
  let tasks: [CollectionTask]
  private let decoder: String

  /// Makes the tasks of some codes of one family under one noise model.
  init(
    _ family: String, _ codes: [ConcatenatedCode], _ noise: String, of plan: ReportPlan
  ) throws(SamplingError) {
    do throws(NoiseError) {
      self.noise = try NoiseModel.named(noise, p: 1e-6)
    } catch {
      throw SamplingError(.task, error.message)
    }
    self.family = family
    self.codes = codes.sorted {
      ($0.outer.nominalDistance ?? 0) < ($1.outer.nominalDistance ?? 0)
    }
    rates = plan.rates.isEmpty ? NoiseWords(self.noise).rates : Set(plan.rates).sorted()
    decoder = plan.decoder
    var grid = ExperimentGrid(codes: self.codes.map(\.name), rates: rates)
    grid.noises = [noise]
    tasks = try grid.tasks(decoders: [plan.decoder])
  }

  /// The section, from the rows of the part's tasks.
  func section(_ rows: ArraySlice<TaskStatistics?>, seed: UInt64) -> ReportSection {
    let words = NoiseWords(noise)
    var results: [CodeResult] = []
    for (index, code) in codes.enumerated() {
      let first = index * rates.count
      let points = rates.indices.compactMap { rate in
        rows[rows.startIndex + first + rate].flatMap { row in
          point(row, task: tasks[first + rate], p: rates[rate])
        }
      }
      results.append(result(code, points, task: tasks[first]))
    }
    let plus = family.lastIndex(of: "+")
    let outer = plus.map { String(family[family.index(after: $0)...]) } ?? family
    let entry = CodeCatalogue.families.first { $0.name == outer }
    let inner = codes.first?.inner.map { ", each qubit kept in \($0.name)" } ?? ""
    return ReportSection(
      name: "\(ReportPart.fileName(family))-\(words.fileName)",
      family: ReportPart.heading(entry?.summary ?? family) + inner,
      noise: words.title, noiseDetail: words.detail, decoder: decoderWords, codes: results,
      threshold: threshold(results, seed: seed))
  }

  private func point(_ row: TaskStatistics, task: CollectionTask, p: Double) -> RatePoint? {
    guard row.shots > row.discards else { return nil }
    return RatePoint(
      p: p, estimate: row.estimate, discards: row.discards, seconds: row.seconds,
      rounds: task.metadata["r"]?.intValue ?? 1,
      circuitHash: hexadecimalSHA256(Array(task.circuit.description.utf8)))
  }

  private func result(
    _ code: ConcatenatedCode, _ points: [RatePoint], task: CollectionTask
  ) -> CodeResult {
    let cost = code.outer.resources
    let distance = code.outer.nominalDistance ?? 0
    return CodeResult(
      name: code.name, distance: distance, rounds: task.metadata["r"]?.intValue ?? 1,
      resources: Resources(
        dataQubits: cost.dataQubits, ancillaQubits: cost.ancillaQubits,
        logicalQubits: code.outer.logicalQubitCount,
        gatesPerRound: cost.gates.map { Resources.GateCount($0.name, $0.count) },
        depthPerRound: cost.depth, detectors: Int(clamping: task.circuit.detectorCount)),
      points: points, picture: CodePicture(of: code.outer, title: code.name))
  }

  private var decoderWords: String {
    switch decoder {
    case "matching": "minimum-weight perfect matching"
    case "maximum-likelihood": "maximum likelihood"
    default: decoder
    }
  }

  /// A family's name as part of a file's name.
  private static func fileName(_ family: String) -> String {
    let letters = family.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    return String(letters)
  }

  /// "the rotated surface code" as a heading.
  private static func heading(_ summary: String) -> String {
    let rest = summary.hasPrefix("the ") ? summary.dropFirst(4) : summary[...]
    return rest.prefix(1).uppercased() + rest.dropFirst()
  }
}

extension ReportPart {
  /// The threshold's fit and the crossings of neighbouring distances; nil for a single distance.
  private func threshold(_ codes: [CodeResult], seed: UInt64) -> ThresholdResult? {
    let points = codes.flatMap { code in
      code.points.map { point in
        ThresholdPoint(
          distance: code.distance, physicalRate: point.p, estimate: point.estimate)
      }
    }
    let series = ThresholdSeries(label: .null, points: points)
    let distances = series.distances
    guard distances.count > 1 else { return nil }
    let options = BootstrapOptions(seed: seed)
    let found = zip(distances, distances.dropFirst()).map {
      series.crossing($0, $1, options: options)
    }
    let crossings = found.map { crossing in
      ThresholdResult.Crossing(
        small: crossing.smaller, large: crossing.larger, estimate: crossing.rate,
        isBoundedBelow: crossing.isBoundedBelow, isBoundedAbove: crossing.isBoundedAbove,
        reason: crossing.reason)
    }
    let drift = CrossingDrift(found).map { $0.text(NumberText.probability) + " " } ?? ""
    do throws(SamplingError) {
      let fit = try series.fit(window: ReportPart.window, options: options)
      return ThresholdResult(
        fit: fit.threshold, crossings: crossings, note: drift + ReportPart.note(fit))
    } catch {
      return ThresholdResult(
        fit: nil, crossings: crossings, note: drift + "No fit: \(error.message)")
    }
  }

  /// How far from the crossing the fit reaches, relative to it.
  private static let window = 0.35

  private static func note(_ fit: ThresholdFit) -> String {
    let ends = [fit.window.lowerBound, fit.window.upperBound].map(NumberText.probability)
    let exponent = [fit.exponent.best, fit.exponent.low, fit.exponent.high].map {
      NumberText.fixed($0, decimals: 2)
    }
    return "The fit $P$ = $A$ + $Bx$ + $Cx$^{2} with $x$ = ($p$ − $p$_{th}) $d$^{1/ν} takes the "
      + "\(fit.pointCount) points with $p$ from \(ends[0]) to \(ends[1]): "
      + "ν = \(exponent[0]) [\(exponent[1]), \(exponent[2])], χ² = "
      + "\(NumberText.fixed(fit.chiSquare, decimals: 1)) for \(fit.degreesOfFreedom) degrees of "
      + "freedom."
      + (fit.scale > 1
        ? " Its intervals are those of chance times "
          + "\(NumberText.fixed(fit.scale, decimals: 2)), the root of χ² per degree of freedom."
        : "")
      + (fit.isGood
        ? ""
        : " So large a χ² says that codes this small do not yet follow one curve.")
  }
}
