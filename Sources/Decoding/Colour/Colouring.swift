// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel

/// The colours of detectors, as their coordinates name them or as errors tell them.
struct Colouring {
  private let triples: [[UInt32]]
  private let pairs: [[UInt32]]
  /// For each detector, the part of the lattice that errors of three detectors join it to.
  private var regions: [UInt32]

  init(_ symptoms: [Symptom], detectorCount: Int) {
    triples = symptoms.map(\.detectors).filter { $0.count == 3 }
    pairs = symptoms.map(\.detectors).filter { $0.count == 2 }
    regions = (0..<UInt32(detectorCount)).map { $0 }
    for triple in triples {
      let root = region(triple[0])
      for detector in triple.dropFirst() { regions[Int(region(detector))] = root }
    }
    for detector in regions.indices { regions[detector] = region(UInt32(detector)) }
  }

  private func region(_ detector: UInt32) -> UInt32 {
    var root = detector
    while regions[Int(root)] != root { root = regions[Int(root)] }
    return root
  }

  /// The detectors of an error by the region of each, in order of the regions.
  func parts(_ detectors: [UInt32]) -> [[UInt32]] {
    Dictionary(grouping: detectors) { regions[Int($0)] }.sorted { $0.key < $1.key }.map(\.value)
  }

  /// What a fourth coordinate of the detectors names: the colour, 0 to 2 in one basis and 3 to 5 in the other; nil
  /// unless all have one.
  static func named(_ coordinates: [UInt64: [Double]], detectorCount: Int) -> [UInt8]? {
    var names: [UInt8] = []
    for detector in 0..<detectorCount {
      guard let at = coordinates[UInt64(detector)], at.count >= 4,
        (0...5).contains(at[3]), at[3] == at[3].rounded()
      else { return nil }
      names.append(UInt8(at[3]))
    }
    return names.isEmpty ? nil : names
  }

  /// The colour of each detector, 0 to 2, as the errors tell it.
  ///
  /// An error of three detectors has all three colours, and one of two in different regions, as a wrong measurement makes,
  /// has one. One of two in the same region, as at a side of the lattice, has two colours where that is possible.
  ///
  /// - Throws: `DecodingError` with code `.unsuitable` if there are no such colours.
  func colours() throws(DecodingError) -> [UInt8] {
    guard !triples.isEmpty else {
      throw DecodingError(
        .unsuitable, "No error of the model flips three detectors, as errors of a colour code do.")
    }
    let like = pairs.filter { regions[Int($0[0])] != regions[Int($0[1])] }
    let sides = pairs.filter { regions[Int($0[0])] == regions[Int($0[1])] }
    for unlike in [sides, []] {
      var painter = ColourPainter(
        triples: triples, like: like, unlike: unlike, detectorCount: regions.count)
      if let colours = painter.paintAll() { return colours }
    }
    throw DecodingError(
      .unsuitable,
      "No three colours of the detectors were found such that every error of three detectors has "
        + "all of them; name the colours in a fourth coordinate of the detectors, 0 to 5.")
  }
}

/// Paints detectors one after the other: what follows from others at once, and the rest by trial.
private struct ColourPainter {
  private let triples: [[UInt32]]
  private var triplesAt: [[UInt32]]
  private var likeAt: [[UInt32]]
  private var unlikeAt: [[UInt32]]
  /// 3 for a detector that is blank.
  private var colours: [UInt8]
  /// The painted detectors in order; those from `spreadCount` on have not told their neighbours.
  private var painted: [UInt32] = []
  private var spreadCount = 0
  /// How many painted detectors, and triples, were found to have no blank detector beside them.
  private var full = (painted: 0, triples: 0)

  /// A triple that was painted by trial, after so many detectors, in one of its orders.
  private struct Trial {
    let triple: UInt32
    let before: Int
    let full: (painted: Int, triples: Int)
    var order = 0
  }

  private static let orders: [[UInt8]] = [
    [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
  ]
  /// How often a trial may be taken back; lattices of colour codes need hardly any.
  private static let patience = 20_000

  init(triples: [[UInt32]], like: [[UInt32]], unlike: [[UInt32]], detectorCount: Int) {
    self.triples = triples
    triplesAt = [[UInt32]](repeating: [], count: detectorCount)
    likeAt = triplesAt
    unlikeAt = triplesAt
    colours = [UInt8](repeating: 3, count: detectorCount)
    for (index, triple) in triples.enumerated() {
      for detector in triple { triplesAt[Int(detector)].append(UInt32(index)) }
    }
    for (index, list) in [like, unlike].enumerated() {
      for pair in list {
        for (one, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
          if index == 0 { likeAt[Int(one)].append(other) } else { unlikeAt[Int(one)].append(other) }
        }
      }
    }
  }

  /// The colour of every detector; nil if none were found.
  mutating func paintAll() -> [UInt8]? {
    var trials: [Trial] = []
    var takenBack = 0
    while let triple = openTriple() {
      trials.append(Trial(triple: triple, before: painted.count, full: full))
      while !tryNext(&trials[trials.count - 1]) {
        takenBack += 1
        trials.removeLast()
        if trials.isEmpty || takenBack > ColourPainter.patience { return nil }
        unpaint(trials[trials.count - 1])
      }
    }
    // What no triple touches, and nothing tells of: any colour will do.
    for detector in colours.indices where colours[detector] == 3 {
      guard paint(UInt32(detector), 0), spread() else { return nil }
    }
    return colours
  }

  /// A triple with blank detectors, beside one that is painted if there is one.
  private mutating func openTriple() -> UInt32? {
    while full.painted < painted.count {
      let around = triplesAt[Int(painted[full.painted])]
      if let triple = around.first(where: isOpen) { return triple }
      full.painted += 1
    }
    while full.triples < triples.count {
      if isOpen(UInt32(full.triples)) { return UInt32(full.triples) }
      full.triples += 1
    }
    return nil
  }

  private func isOpen(_ triple: UInt32) -> Bool {
    triples[Int(triple)].contains { colours[Int($0)] == 3 }
  }

  /// Paints a triple in the next order that contradicts nothing; false if there is none.
  private mutating func tryNext(_ trial: inout Trial) -> Bool {
    while trial.order < ColourPainter.orders.count {
      let order = ColourPainter.orders[trial.order]
      trial.order += 1
      let triple = triples[Int(trial.triple)]
      if zip(triple, order).allSatisfy({ paint($0, $1) }), spread() { return true }
      unpaint(trial)
    }
    return false
  }

  /// Takes back what was painted from a trial on.
  private mutating func unpaint(_ trial: Trial) {
    for detector in painted[trial.before...] { colours[Int(detector)] = 3 }
    painted.removeSubrange(trial.before...)
    spreadCount = trial.before
    full = trial.full
  }

  /// Paints a detector; false if it has another colour.
  private mutating func paint(_ detector: UInt32, _ colour: UInt8) -> Bool {
    if colours[Int(detector)] == 3 {
      colours[Int(detector)] = colour
      painted.append(detector)
    }
    return colours[Int(detector)] == colour
  }

  /// Paints what follows from what is painted; false if that contradicts itself.
  private mutating func spread() -> Bool {
    while spreadCount < painted.count {
      let detector = Int(painted[spreadCount])
      spreadCount += 1
      for other in likeAt[detector] {
        guard paint(other, colours[detector]) else { return false }
      }
      for other in unlikeAt[detector] where colours[Int(other)] == colours[detector] {
        return false
      }
      for index in triplesAt[detector] {
        let triple = triples[Int(index)]
        let used = triple.map { colours[Int($0)] }.filter { $0 < 3 }
        guard Set(used).count == used.count else { return false }
        if used.count == 2, let blank = triple.first(where: { colours[Int($0)] == 3 }) {
          guard paint(blank, 3 - used[0] - used[1]) else { return false }
        }
      }
    }
    return true
  }
}
