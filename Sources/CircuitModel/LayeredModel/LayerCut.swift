// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The place of a detector in the rounds of an experiment.
public struct DetectorPlace: Sendable, Hashable {
  /// The round, from 0.
  public var round: Int
  /// The rank among the detectors of the round.
  public var slot: Int
}

extension DetectorErrorModel {
  /// The round and slot of each detector, by number, as `LayeredModel` has them.
  ///
  /// - Throws: `CircuitError` if a detector has no coordinates, or if there are more than 2²⁵ of them.
  /// - Complexity: O(size of the unrolled model).
  public func detectorPlaces() throws(CircuitError) -> [DetectorPlace] {
    let count = detectorCount
    guard count <= 1 << 25 else {
      throw CircuitError(
        .limit, "The model has \(count) detectors; at most 2^25 can be put into rounds one by one.")
    }
    let coordinates = detectorCoordinates()
    var times: [Double] = []
    times.reserveCapacity(Int(count))
    for detector in 0..<count {
      guard let time = coordinates[detector]?.last, abs(time) < 0x1p52 else {
        throw CircuitError(
          .badArgument,
          "Detector D\(detector) has no coordinates. The last coordinate of a detector tells its round."
        )
      }
      times.append(time)
    }
    let first = times.min()?.rounded(.down) ?? 0
    guard (times.max() ?? 0) - first < 0x1p25 else {
      throw CircuitError(
        .limit, "The last coordinates of the detectors spread over more than 2^25 rounds.")
    }
    var counts: [Int: Int] = [:]
    return times.map { time in
      let round = Int(time.rounded(.down) - first)
      defer { counts[round, default: 0] += 1 }
      return DetectorPlace(round: round, slot: counts[round, default: 0])
    }
  }
}

/// Distinct layers, while models are cut.
struct LayerStore {
  /// A detector of a layer before the stride is known: the round after the layer's own in the high half.
  typealias RawLayer = LayeredModel.Layer

  private var numbers: [RawLayer: Int] = [:]
  private var layers: [RawLayer] = []

  /// The number of a layer; equal layers have equal numbers.
  mutating func number(of layer: RawLayer) -> Int {
    if let number = numbers[layer] { return number }
    numbers[layer] = layers.count
    layers.append(layer)
    return layers.count - 1
  }

  /// The layers with detectors in their final numbers, the stride, and the span.
  func finished() -> (layers: [LayeredModel.Layer], stride: Int, span: Int) {
    let stride = max(1, layers.reduce(0) { max($0, $1.detectorCount) })
    var span = 0
    let result = layers.map { layer in
      var layer = layer
      layer.mechanisms = layer.mechanisms.map { mechanism in
        let components = mechanism.components.map { component in
          let detectors = component.detectors.map { detector in
            span = max(span, Int(detector >> 25))
            return (detector >> 25) * UInt32(stride) + detector & (1 << 25 - 1)
          }
          return Symptom(detectors: detectors, observables: component.observables)
        }
        return Mechanism(probability: mechanism.probability, components: components)
      }
      return layer
    }
    return (result, stride, span)
  }
}

/// A model of few rounds as a row of layers.
struct LayerCut {
  /// The number of each round's layer in the store.
  var layers: [Int] = []

  init(_ model: DetectorErrorModel, _ store: inout LayerStore) throws(CircuitError) {
    let places = try model.detectorPlaces()
    let rounds = places.reduce(0) { max($0, $1.round + 1) }
    var raw = [LayeredModel.Layer](repeating: .init(), count: max(1, rounds))
    for place in places { raw[place.round].detectorCount += 1 }
    // A mechanism that no detector sees goes with the one before it.
    var round = 0
    for mechanism in try model.mechanisms() {
      let touched = mechanism.components.flatMap(\.detectors).map { places[Int($0)].round }
      round = touched.min() ?? round
      guard (touched.max() ?? round) - round < 128 else {
        throw CircuitError(
          .limit,
          "An error flips detectors that are 128 or more rounds apart; a stream cannot wait.")
      }
      let components = mechanism.components.map { component in
        let detectors = component.detectors.map { detector in
          let place = places[Int(detector)]
          return UInt32(place.round - round) << 25 | UInt32(place.slot)
        }
        return Symptom(detectors: detectors, observables: component.observables)
      }
      raw[round].mechanisms.append(
        Mechanism(probability: mechanism.probability, components: components))
    }
    for var layer in raw {
      layer.mechanisms.sort { $0.precedes($1) }
      layer.mergeEqualMechanisms()
      layers.append(store.number(of: layer))
    }
  }

  /// Where a longer version of the same model has a period more than a shorter one.
  ///
  /// - Returns: The number of layers before the period, and its length; nil if the layers around are
  ///   not those of the period for at least two periods on.
  func insertion(comparedTo short: LayerCut) -> (head: Int, period: Int)? {
    let period = layers.count - short.layers.count
    guard period > 0 else { return nil }
    let prefix = zip(layers, short.layers).prefix { $0 == $1 }.count
    let suffix = zip(layers.reversed(), short.layers.reversed()).prefix { $0 == $1 }.count
    let head = short.layers.count - suffix
    return prefix - head >= 2 * period ? (max(0, head), period) : nil
  }
}

extension LayeredModel.Layer {
  /// Makes one mechanism of those that flip the same in the same parts, of which folded models have several.
  fileprivate mutating func mergeEqualMechanisms() {
    var merged: [Mechanism] = []
    for mechanism in mechanisms {
      guard let last = merged.last, last.components == mechanism.components else {
        merged.append(mechanism)
        continue
      }
      let (p, q) = (last.probability, mechanism.probability)
      merged[merged.count - 1].probability = p * (1 - q) + q * (1 - p)
    }
    mechanisms = merged
  }
}

extension Mechanism {
  /// An order of mechanisms by what they are.
  fileprivate func precedes(_ other: Mechanism) -> Bool {
    if symptom.detectors != other.symptom.detectors {
      return symptom.detectors.lexicographicallyPrecedes(other.symptom.detectors)
    }
    if symptom.observables != other.symptom.observables {
      return symptom.observables.lexicographicallyPrecedes(other.symptom.observables)
    }
    for (left, right) in zip(components, other.components) where left != right {
      return left.detectors == right.detectors
        ? left.observables.lexicographicallyPrecedes(right.observables)
        : left.detectors.lexicographicallyPrecedes(right.detectors)
    }
    if components.count != other.components.count {
      return components.count < other.components.count
    }
    return probability < other.probability
  }
}
