// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// Turns the lines that a backward walk left, last first, into a model.
struct ModelAssembly {
  /// The detector number that relative numbers count from.
  private var base: UInt64 = 0
  /// The detectors that a mechanism has mentioned, kept only if some detector might go undeclared.
  private var mentioned: Set<UInt64> = []
  private var mentionedObservables: Set<UInt32> = []
  private let needsMentions: Bool

  init(_ items: [ReversedItem]) {
    needsMentions = ModelAssembly.hasBareDetector(items)
  }

  /// A detector without coordinates or tag is declared only where no mechanism mentions it.
  private static func hasBareDetector(_ items: [ReversedItem]) -> Bool {
    items.contains { item in
      switch item {
      case .annotation(.detector(_, let coordinates, let tag)): coordinates.isEmpty && tag.isEmpty
      case .block(_, let items, _, _): hasBareDetector(items)
      default: false
      }
    }
  }

  mutating func model(_ items: [ReversedItem]) -> DetectorErrorModel {
    var model = DetectorErrorModel()
    for item in items.reversed() {
      switch item {
      case .errors(let batch): append(batch, to: &model)
      case .annotation(let annotation): append(annotation, to: &model)
      case .block(let count, let items, let detectorCount, let tag):
        append(count, items, detectorCount, tag, to: &model)
      }
    }
    return model
  }

  private mutating func append(_ batch: MechanismBatch, to model: inout DetectorErrorModel) {
    model.instructions.reserveCapacity(model.instructions.count + batch.count)
    let offset = batch.detectorOffset
    for index in 0..<batch.count {
      let range = batch.starts[index]..<batch.starts[index + 1]
      var targets: [DetectorErrorModel.Target] = []
      targets.reserveCapacity(range.count)
      for word in range { targets.append(target(batch.words[word], offset)) }
      let tag = batch.tagNumbers.isEmpty ? "" : batch.tags[Int(batch.tagNumbers[index])]
      model.instructions.append(
        .error(probability: batch.probabilities[index], targets: targets, tag: tag))
    }
    for word in batch.words where word != SymptomWord.separator {
      if !SymptomWord.isDetector(word) {
        mentionedObservables.insert(word & ~SymptomWord.observableBit)
      } else if needsMentions {
        mentioned.insert(UInt64(Int64(word) + offset))
      }
    }
  }

  @inline(__always)
  private func target(_ word: UInt32, _ offset: Int64) -> DetectorErrorModel.Target {
    if SymptomWord.isDetector(word) {
      return .detector(UInt64(bitPattern: Int64(word) + offset) - base)
    }
    return word == SymptomWord.separator
      ? .separator : .observable(UInt64(word & ~SymptomWord.observableBit))
  }

  private mutating func append(
    _ annotation: ReversedAnnotation, to model: inout DetectorErrorModel
  ) {
    switch annotation {
    case .detector(let number, let coordinates, let tag):
      if coordinates.isEmpty, tag.isEmpty, mentioned.contains(number) { return }
      model.instructions.append(.detector(number - base, coordinates: coordinates, tag: tag))
    case .observable(let number, let tag):
      if tag.isEmpty, mentionedObservables.contains(UInt32(number)) { return }
      model.instructions.append(.logicalObservable(number, tag: tag))
    case .shift(let coordinates, let tag):
      model.instructions.append(.shiftDetectors(0, coordinates: coordinates, tag: tag))
    }
  }

  private mutating func append(
    _ count: UInt64, _ items: [ReversedItem], _ detectorCount: UInt64, _ tag: String,
    to model: inout DetectorErrorModel
  ) {
    let start = base
    var body = self.model(items)
    let missing = detectorCount - (base - start)
    if missing > 0 {
      if case .shiftDetectors(let shift, let coordinates, let tag)? = body.instructions.last {
        body.instructions[body.instructions.count - 1] =
          .shiftDetectors(shift + missing, coordinates: coordinates, tag: tag)
      } else {
        body.instructions.append(.shiftDetectors(missing))
      }
    }
    base = start + detectorCount * count
    model.instructions.append(.block(count: count, body: body, tag: tag))
  }
}
