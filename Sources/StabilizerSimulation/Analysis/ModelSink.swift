// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives

/// Gathers what a backward walk finds into a detector error model, last line first.
struct ModelSink: NoiseSink, ~Copyable {
  let options: AnalysisOptions
  var mechanisms = MechanismTable()
  /// The lines of the innermost open block, in reverse order.
  var items: [ReversedItem] = []
  private var outerItems: [[ReversedItem]] = []
  private var tag: UInt32 = 0
  var cases = ChannelCases()

  init(options: AnalysisOptions) {
    self.options = options
  }

  mutating func enter(_ instruction: Circuit.Instruction, _ place: CircuitPlace) {
    tag = mechanisms.number(of: instruction.tag)
  }

  mutating func add(
    _ symptom: SymptomID, probability: Double, at site: NoiseSite, _ store: inout SymptomStore
  ) {
    mechanisms.add(symptom, probability: probability, tag: tag)
  }

  mutating func add(
    _ generators: ChannelGenerators, probabilities: [16 of Double], at site: NoiseSite,
    _ store: inout SymptomStore
  ) {
    var probabilities = probabilities
    cases.prepare(generators, &store)
    if generators.isDisjoint { cases.mergeDisjoint(&probabilities) }
    if options.decomposeErrors, cases.isMasked {
      cases.decompose(&store)
    }
    for index in 1..<cases.count where probabilities[index] != 0 {
      if cases.parts[index] == 0 {
        mechanisms.add(
          cases.symptom(index, &store), probability: probabilities[index], tag: tag)
      } else {
        mechanisms.lists.elements.append(tag)
        var rest = cases.parts[index]
        while rest != 0 {
          mechanisms.lists.elements.append(cases.symptom(Int(rest & 15), &store))
          rest >>= 4
        }
        mechanisms.commitList(probability: probabilities[index])
      }
    }
  }

  mutating func annotate(_ annotation: ReversedAnnotation) {
    items.append(.annotation(annotation))
  }

  mutating func openBlock(
    detectorOffset: Int64, _ store: inout SymptomStore
  ) throws(CircuitError) {
    try flush(detectorOffset: detectorOffset, &store)
    outerItems.append(items)
    items = []
  }

  mutating func closeBlock(
    count: UInt64, detectorCount: UInt64, tag: String, detectorOffset: Int64,
    _ store: inout SymptomStore
  ) throws(CircuitError) {
    try flush(detectorOffset: detectorOffset, &store)
    let body = items
    items = outerItems.removeLast()
    items.append(.block(count: count, items: body, detectorCount: detectorCount, tag: tag))
  }

  /// Moves the mechanisms gathered so far into the list of lines.
  mutating func flush(
    detectorOffset: Int64, _ store: inout SymptomStore
  ) throws(CircuitError) {
    if options.decomposeErrors { try decomposeAcrossChannels(detectorOffset, &store) }
    let batch = MechanismBatch(&mechanisms, store, detectorOffset: detectorOffset)
    if batch.count > 0 { items.append(.errors(batch)) }
    mechanisms.clear()
  }
}

/// A line of a model, or all the mechanisms that belong at one place.
enum ReversedItem {
  case annotation(ReversedAnnotation)
  case errors(MechanismBatch)
  case block(count: UInt64, items: [ReversedItem], detectorCount: UInt64, tag: String)
}

/// Mechanisms in the order of their targets, flat.
struct MechanismBatch {
  /// The probabilities.
  var probabilities: [Double] = []
  /// Where the words of each begin, with one more entry for the end.
  var starts: [Int] = [0]
  /// Detectors, observables and separators as words.
  var words: [UInt32] = []
  /// The tag of each by number, if any has one.
  var tagNumbers: [UInt32] = []
  /// The tags by number.
  var tags: [String] = []
  /// What added to a detector's word gives its number.
  let detectorOffset: Int64

  /// The number of mechanisms.
  var count: Int { probabilities.count }

  /// Sorts all mechanisms of a table by their targets, then by tag.
  init(
    _ mechanisms: inout MechanismTable, _ store: borrowing SymptomStore, detectorOffset: Int64
  ) {
    self.detectorOffset = detectorOffset
    tags = mechanisms.tags
    var gathered = MechanismGathering()
    gathered.gather(&mechanisms, store)
    let order = gathered.sortedOrder(tags)
    probabilities.reserveCapacity(order.count)
    starts.reserveCapacity(order.count + 1)
    words.reserveCapacity(gathered.words.count)
    for index in order {
      probabilities.append(gathered.probabilities[index])
      for word in gathered.starts[index]..<gathered.starts[index + 1] {
        words.append(gathered.words[word])
      }
      starts.append(words.count)
      if tags.count > 1 { tagNumbers.append(gathered.tagNumbers[index]) }
    }
  }
}
