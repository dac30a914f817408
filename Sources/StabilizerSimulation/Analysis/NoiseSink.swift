// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// Where in the current instruction an error strikes.
struct NoiseSite {
  /// The first target of the group.
  var firstTarget: Int
  /// The number of targets of the group.
  var targetCount: Int
  /// The measurement that is flipped or that heralds; `.max` if there is none.
  var measurement: UInt64 = .max
}

/// Up to four errors whose 2^count − 1 products are the cases of one channel.
///
/// Case k is the product of the generators whose bits are set in k.
struct ChannelGenerators {
  /// What a generator does to the targets of its site.
  enum Kind {
    case x(target: Int)
    case z(target: Int)
    case herald
  }

  /// The symptoms of the generators.
  var symptoms: [4 of SymptomID] = .init(repeating: 0)
  /// The number of generators.
  var count: Int
  /// What each generator is.
  var kinds: [4 of Kind] = .init(repeating: .herald)
  /// Whether at most one case happens at a time; otherwise the cases are independent.
  var isDisjoint = false
}

/// What a backward walk tells about the errors it meets.
protocol NoiseSink: ~Copyable {
  /// Announces the instruction that the next errors belong to.
  mutating func enter(_ instruction: Circuit.Instruction, _ place: CircuitPlace)

  /// Takes one error.
  mutating func add(
    _ symptom: SymptomID, probability: Double, at site: NoiseSite, _ store: inout SymptomStore)

  /// Takes the cases of a channel; `probabilities[k]` belongs to case k.
  mutating func add(
    _ generators: ChannelGenerators, probabilities: [16 of Double], at site: NoiseSite,
    _ store: inout SymptomStore)

  /// Takes an annotation, met in reverse order.
  mutating func annotate(_ annotation: ReversedAnnotation)

  /// Announces that what follows, until `closeBlock`, stands for several iterations.
  mutating func openBlock(
    detectorOffset: Int64, _ store: inout SymptomStore) throws(CircuitError)

  /// Ends a block that runs `count` times and has `detectorCount` detectors each time.
  mutating func closeBlock(
    count: UInt64, detectorCount: UInt64, tag: String, detectorOffset: Int64,
    _ store: inout SymptomStore) throws(CircuitError)
}

/// A declaration that goes into the model beside the mechanisms.
enum ReversedAnnotation {
  /// A detector, by its absolute number.
  case detector(UInt64, coordinates: [Double], tag: String)
  /// An observable.
  case observable(UInt64, tag: String)
  /// A shift of the coordinates.
  case shift(coordinates: [Double], tag: String)
}

/// A place in a circuit: which instruction, within which blocks, in which iteration.
struct CircuitPlace: Sendable, Hashable {
  /// One level of nesting.
  struct Frame: Sendable, Hashable {
    /// The position of the instruction in its (sub)circuit, from 0.
    var index: Int
    /// The completed iterations of the block around it; 0 at the top level.
    var iteration: UInt64
  }

  /// The levels, outermost first.
  var frames: [Frame] = []
  /// The ticks before the place.
  var tickCount: UInt64 = 0
}
