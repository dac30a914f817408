// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

/// Decodes the parts of a model one after another, each with what the parts before it explain.
///
/// Each part has a model of its own: every error restricted to the part's detectors and observables, so that
/// errors in two unrelated parts, such as Y in the checks of X and of Z, count in each. An error that belongs
/// to an earlier part and carries over is explained there; what it flips here is then taken back before this part is
/// decoded. Where several errors look alike in the earlier part, the likeliest is assumed, and this part's own errors
/// explain what is left if it was another one.
public struct StagedDecoder: Decoder {
  /// What decodes each part.
  public let base: any Decoder
  /// The parts, in the order in which they are decoded.
  public let stages: [DecodingStage]

  /// Makes a decoder.
  ///
  /// - Precondition: no detector or observable is in two stages, and sources come before what they feed.
  public init(_ base: any Decoder, stages: [DecodingStage]) {
    for (index, stage) in stages.enumerated() {
      precondition(stage.source.map { $0 < index } ?? true, "A source comes before what it feeds.")
    }
    self.base = base
    self.stages = stages
  }

  /// Takes a model apart and compiles each part.
  ///
  /// - Parameter model: Errors, taken whole: decompositions that they suggest are not used.
  /// - Returns: The compiled decoder.
  /// - Throws: `DecodingError` with code `.unsuitable` if a detector that errors flip is in no stage, if an error is
  ///   likelier to happen than not, or if the base decoder cannot tell its errors; and what it throws itself.
  public func compile(_ model: DetectorErrorModel) throws(DecodingError) -> any CompiledDecoder {
    let mechanisms = try decodableMechanisms(of: model)
    let places = try StagePlaces(stages, model, mechanisms)
    var parts: [CompiledStage] = []
    for index in stages.indices {
      parts.append(try places.part(index, mechanisms, model, base))
    }
    return CompiledStages(
      parts: parts, stages: stages, places: places, detectorCount: Int(model.detectorCount),
      observableCount: model.observableCount)
  }
}

/// A part, compiled.
struct CompiledStage: Sendable {
  let decoder: any CompiledDecoder
  /// What else each error of the part flips, in later parts; numbers of the whole model.
  ///
  /// Empty if nothing carries over from the part.
  let carried: [Symptom: Symptom]
}

/// A model taken apart into stages, each compiled.
struct CompiledStages: CompiledDecoder {
  let parts: [CompiledStage]
  let stages: [DecodingStage]
  let places: StagePlaces
  let detectorCount: Int
  let observableCount: Int

  func makeEngine() -> any DecodingEngine { StagedEngine(self) }
}

/// Where the detectors and observables of the whole model are in the parts.
struct StagePlaces: Sendable {
  /// The stage of each detector, and its number there; −1 for detectors that no error flips.
  private(set) var detectors: [(stage: Int, number: UInt32)]
  /// The stage of each observable, and its number there.
  private(set) var observables: [(stage: Int, number: UInt32)]
  /// Each stage's source, its source's source and so on.
  private let ancestors: [Set<Int>]

  init(
    _ stages: [DecodingStage], _ model: DetectorErrorModel, _ mechanisms: [Mechanism]
  ) throws(DecodingError) {
    detectors = [(Int, UInt32)](repeating: (-1, 0), count: Int(model.detectorCount))
    observables = [(Int, UInt32)](repeating: (-1, 0), count: model.observableCount)
    var ancestors: [Set<Int>] = []
    for (index, stage) in stages.enumerated() {
      for (number, detector) in stage.detectors.enumerated() {
        guard detectors.indices.contains(Int(detector)), detectors[Int(detector)].stage < 0 else {
          throw DecodingError(
            .unsuitable, "Detector \(detector) is in two stages, or the model lacks it.")
        }
        detectors[Int(detector)] = (index, UInt32(number))
      }
      for (number, observable) in stage.observables.enumerated() {
        guard observables.indices.contains(Int(observable)),
          observables[Int(observable)].stage < 0
        else {
          throw DecodingError(
            .unsuitable, "Observable \(observable) is in two stages, or the model lacks it.")
        }
        observables[Int(observable)] = (index, UInt32(number))
      }
      ancestors.append(stage.source.map { ancestors[$0].union([$0]) } ?? [])
    }
    self.ancestors = ancestors
    for (index, mechanism) in mechanisms.enumerated() where mechanism.probability > 0 {
      guard mechanism.probability <= 0.5 else {
        throw DecodingError(
          .unsuitable,
          "Error \(index) has probability \(mechanism.probability); stages take errors up to 0.5.")
      }
      for detector in mechanism.symptom.detectors where detectors[Int(detector)].stage < 0 {
        throw DecodingError(.unsuitable, "Detector \(detector) is in no stage.")
      }
      for observable in mechanism.symptom.observables where observables[Int(observable)].stage < 0 {
        throw DecodingError(.unsuitable, "Observable \(observable) is in no stage.")
      }
    }
  }

  /// A symptom as a part sees it, in the part's own numbers.
  func restricted(_ symptom: Symptom, to stage: Int) -> Symptom {
    Symptom(
      detectors: symptom.detectors.compactMap {
        detectors[Int($0)].stage == stage ? detectors[Int($0)].number : nil
      },
      observables: symptom.observables.compactMap {
        observables[Int($0)].stage == stage ? observables[Int($0)].number : nil
      })
  }

  /// What of a symptom is in parts that a stage carries over to, in the numbers of the whole model.
  private func carried(_ symptom: Symptom, from stage: Int) -> Symptom {
    Symptom(
      detectors: symptom.detectors.filter {
        ancestors[detectors[Int($0)].stage].contains(stage)
      },
      observables: symptom.observables.filter {
        ancestors[observables[Int($0)].stage].contains(stage)
      })
  }

  /// Whether an error is explained in a part that comes before a stage and carries over to it.
  private func isCarried(_ symptom: Symptom, to stage: Int) -> Bool {
    symptom.detectors.contains { ancestors[stage].contains(detectors[Int($0)].stage) }
  }

  /// Compiles a part.
  func part(
    _ stage: Int, _ mechanisms: [Mechanism], _ model: DetectorErrorModel, _ base: any Decoder
  ) throws(DecodingError) -> CompiledStage {
    var own = StageErrors()
    for mechanism in mechanisms where !isCarried(mechanism.symptom, to: stage) {
      own.add(
        restricted(mechanism.symptom, to: stage), mechanism.probability,
        carried: carried(mechanism.symptom, from: stage))
    }
    // An error of an earlier part makes what looks alike here likelier, but gives nothing new to look for:
    // a measurement error there would be an end to every chain here.
    for mechanism in mechanisms where isCarried(mechanism.symptom, to: stage) {
      own.strengthen(restricted(mechanism.symptom, to: stage), mechanism.probability)
    }
    let decoder = try base.compile(own.model(detectorInstructions(of: stage, model)))
    let carriesOver = ancestors.contains { $0.contains(stage) }
    guard !carriesOver || decoder.makeEngine() is any ExplainingEngine else {
      throw DecodingError(
        .unsuitable, "The decoder cannot tell errors, which later stages need to know.")
    }
    return CompiledStage(decoder: decoder, carried: carriesOver ? own.likeliestCarried : [:])
  }

  /// Declares a part's detectors with the coordinates that they have in the whole model.
  private func detectorInstructions(
    of stage: Int, _ model: DetectorErrorModel
  ) -> [DetectorErrorModel.Instruction] {
    let coordinates = model.detectorCoordinates()
    return detectors.enumerated().filter { $0.element.stage == stage }.map { detector, place in
      .detector(UInt64(place.number), coordinates: coordinates[UInt64(detector)] ?? [])
    }
  }
}

/// The errors of a part, those that look alike in it merged.
private struct StageErrors {
  private var order: [Symptom] = []
  private var probabilities: [Symptom: Double] = [:]
  private var carried: [Symptom: [Symptom: Double]] = [:]

  mutating func add(_ symptom: Symptom, _ probability: Double, carried other: Symptom) {
    guard !symptom.detectors.isEmpty, probability > 0 else { return }
    if probabilities[symptom] == nil { order.append(symptom) }
    merge(symptom, probability)
    carried[symptom, default: [:]][other, default: 0] += probability
  }

  mutating func strengthen(_ symptom: Symptom, _ probability: Double) {
    if probabilities[symptom] != nil { merge(symptom, probability) }
  }

  private mutating func merge(_ symptom: Symptom, _ probability: Double) {
    let before = probabilities[symptom] ?? 0
    probabilities[symptom] = before * (1 - probability) + probability * (1 - before)
  }

  /// What the likeliest error behind each symptom flips elsewhere; ties go to the least in order of flips.
  var likeliestCarried: [Symptom: Symptom] {
    carried.mapValues { choices in
      choices.max { first, second in
        if first.value != second.value { return first.value < second.value }
        return first.key.detectors == second.key.detectors
          ? second.key.observables.lexicographicallyPrecedes(first.key.observables)
          : second.key.detectors.lexicographicallyPrecedes(first.key.detectors)
      }?.key ?? Symptom()
    }
  }

  func model(_ detectors: [DetectorErrorModel.Instruction]) -> DetectorErrorModel {
    DetectorErrorModel(
      detectors
        + order.map { symptom in
          .error(
            probability: probabilities[symptom] ?? 0,
            targets: symptom.detectors.map { .detector(UInt64($0)) }
              + symptom.observables.map { .observable(UInt64($0)) })
        })
  }
}
