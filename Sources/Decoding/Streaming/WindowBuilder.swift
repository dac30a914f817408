// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// Stands among the observables for the open past of a window.
let pastObservable: UInt32 = 62
/// Stands among the observables for the open future of a window.
let futureObservable: UInt32 = 63
/// The masks of both.
let openTimeMask: UInt64 = 1 << 62 | 1 << 63

/// Makes the models of windows out of layers, and compiles each kind once.
struct WindowBuilder {
  /// What tells kinds of windows apart.
  private struct Key: Hashable {
    /// The layers of the rounds, and of those before that reach into them.
    var layers: [Int]
    var opensPast: Bool
    var opensFuture: Bool
  }

  private let model: LayeredModel
  private let decoder: any Decoder
  private var places: [Key: Int] = [:]
  /// The windows compiled so far.
  private(set) var kinds: [any ChainingDecoder] = []

  init(_ model: LayeredModel, _ decoder: any Decoder) throws(DecodingError) {
    guard model.observableCount <= Int(pastObservable) else {
      throw DecodingError(
        .tooLarge,
        "The model has \(model.observableCount) observables; windows take at most \(pastObservable)."
      )
    }
    for layer in model.layers {
      for mechanism in layer.mechanisms where !(0...0.5).contains(mechanism.probability) {
        throw DecodingError(
          .badProbability,
          "An error of the model has probability \(mechanism.probability); windows take 0...0.5.")
      }
    }
    self.model = model
    self.decoder = decoder
  }

  /// The place in `kinds` of a window.
  mutating func kind(of window: Window) throws(DecodingError) -> Int {
    let rounds = max(0, window.rounds.lowerBound - model.span)..<window.rounds.upperBound
    // A window at the very beginning has fewer layers before it.
    let key = Key(
      layers: rounds.map { model.layer(ofRound: $0) }, opensPast: window.opensPast,
      opensFuture: window.opensFuture)
    if let place = places[key] { return place }
    let compiled = try decoder.compile(windowModel(window, from: rounds.lowerBound))
    guard let chaining = compiled as? any ChainingDecoder else {
      throw DecodingError(
        .shape,
        "Streams need a decoder that hands out its errors on flat memory: matching or union-find.")
    }
    kinds.append(chaining)
    places[key] = kinds.count - 1
    return kinds.count - 1
  }

  /// The errors of a window, with detectors numbered from its first round.
  private func windowModel(
    _ window: Window, from firstLayer: Int
  ) throws(DecodingError) -> DetectorErrorModel {
    let (count, overflow) = window.rounds.count.multipliedReportingOverflow(by: model.stride)
    guard !overflow, count < 1 << 30 else {
      throw DecodingError(.tooLarge, "A window has more than 2^30 detectors; make it shorter.")
    }
    var result = DetectorErrorModel()
    for round in firstLayer..<window.rounds.upperBound {
      let offset = (round - window.rounds.lowerBound) * model.stride
      for mechanism in model.layers[model.layer(ofRound: round)].mechanisms {
        for component in mechanism.components {
          guard let targets = targets(component, offset, count, window) else { continue }
          result.instructions.append(
            .error(probability: mechanism.probability, targets: targets))
        }
      }
    }
    result.instructions.append(.detector(UInt64(max(0, count - 1))))
    result.instructions.append(.logicalObservable(UInt64(futureObservable)))
    return result
  }

  /// What an error flips within a window; nil if it is none of the window's.
  private func targets(
    _ component: Symptom, _ offset: Int, _ count: Int, _ window: Window
  ) -> [DetectorErrorModel.Target]? {
    var inside: [DetectorErrorModel.Target] = []
    var leavesToPast = false
    var leavesToFuture = false
    for detector in component.detectors {
      let site = Int(detector) + offset
      if site < 0 {
        leavesToPast = true
      } else if site >= count {
        leavesToFuture = true
      } else {
        inside.append(.detector(UInt64(site)))
      }
    }
    if inside.isEmpty { return nil }
    if leavesToPast && !window.opensPast || leavesToFuture && !window.opensFuture { return nil }
    inside += component.observables.map { .observable(UInt64($0)) }
    if leavesToPast { inside.append(.observable(UInt64(pastObservable))) }
    if leavesToFuture { inside.append(.observable(UInt64(futureObservable))) }
    return inside
  }
}
