// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Draws one long shot of an error model round by round, in memory that does not grow with the rounds.
///
/// The mechanisms of each layer lie end to end on a line, each with length λ = −ln(1 − p), and unit-rate Poisson
/// events are walked along it, as in `ErrorModelSampler`; the walk goes on from layer to layer.
public struct RoundSampler: ~Copyable {
  /// The number of rounds.
  public let roundCount: Int
  /// The observables 0 to 63 that the errors drawn so far have flipped.
  public private(set) var observables: UInt64 = 0
  /// The number of rounds drawn.
  public private(set) var round = 0

  private let model: LayeredModel
  private let tables: [LayerTable]
  private let exponential: ExponentialTable
  private var stream: RandomStream
  /// The length of line from the end of the last layer to the next event.
  private var ahead = 0.0
  /// Bits of the rounds under way: row r mod (span + 1) belongs to round r.
  private var rows: PackedBuffer<UInt64>
  private let wordsPerRow: Int

  /// Prepares a shot.
  ///
  /// - Throws: `CircuitError` if a probability is outside 0...1 or there are more than 64 observables.
  public init(_ model: LayeredModel, using stream: RandomStream) throws(CircuitError) {
    let tables = try LayerTable.tables(of: model)
    self.model = model
    self.tables = tables
    exponential = ExponentialTable()
    self.stream = stream
    roundCount = model.roundCount
    wordsPerRow = (model.stride + 63) / 64
    rows = PackedBuffer(repeating: 0, count: wordsPerRow * (model.span + 1))
    ahead = exponential.next(using: &self.stream)
  }

  /// Begins another shot.
  public mutating func restart(using stream: RandomStream) {
    self.stream = stream
    rows.fill(with: 0)
    round = 0
    observables = 0
    ahead = exponential.next(using: &self.stream)
  }

  /// Draws the next round.
  ///
  /// - Parameter defects: Receives the slots of the detectors that fired, ascending, in place of what it held.
  /// - Returns: Whether there was a round left to draw.
  /// - Complexity: O(errors that happen + stride / 64).
  public mutating func next(into defects: inout [UInt32]) -> Bool {
    defects.removeAll(keepingCapacity: true)
    guard round < roundCount else { return false }
    draw(model.layer(ofRound: round))
    let row = round % (model.span + 1) * wordsPerRow
    for word in 0..<wordsPerRow {
      var bits = rows[row + word]
      rows[row + word] = 0
      while bits != 0 {
        defects.append(UInt32(word * 64 + bits.trailingZeroBitCount))
        bits &= bits &- 1
      }
    }
    round += 1
    return true
  }

  /// Draws the errors of a layer that begins in the round under way.
  private mutating func draw(_ number: Int) {
    for symptom in tables[number].always { flip(tables[number].symptoms[symptom]) }
    let length = tables[number].length
    var previous = -1
    while ahead < length {
      let place = tables[number].place(at: ahead)
      // Two events of one mechanism count once.
      if place != previous { flip(tables[number].symptoms[tables[number].numbers[place]]) }
      previous = place
      ahead += exponential.next(using: &stream)
    }
    ahead -= length
  }

  private mutating func flip(_ symptom: LayerTable.Flip) {
    observables ^= symptom.observables
    for site in symptom.sites {
      let row = (round + Int(site.round)) % (model.span + 1)
      rows[row * wordsPerRow + Int(site.slot) / 64] ^= 1 << UInt64(site.slot % 64)
    }
  }
}

/// The mechanisms of a layer along a line.
private struct LayerTable {
  struct Flip {
    var sites: [(round: UInt32, slot: UInt32)]
    var observables: UInt64
  }

  let symptoms: [Flip]
  /// The mechanisms that can happen, by their place on the line.
  private(set) var numbers: [Int] = []
  private var ends: [Double] = []
  /// For each of equal cells of the line, the first place that ends beyond the beginning of the cell.
  private var guide: [Int] = []
  /// The mechanisms of p > ½, taken as always happening and undone by others of 1 − p.
  private(set) var always: [Int] = []
  private(set) var length = 0.0

  /// A table for each of a model's layers.
  static func tables(of model: LayeredModel) throws(CircuitError) -> [LayerTable] {
    guard model.observableCount <= 64 else {
      throw CircuitError(
        .limit, "A stream has at most 64 observables, but the model has \(model.observableCount).")
    }
    var tables: [LayerTable] = []
    for layer in model.layers { tables.append(try LayerTable(layer, stride: model.stride)) }
    return tables
  }

  init(_ layer: LayeredModel.Layer, stride: Int) throws(CircuitError) {
    symptoms = layer.mechanisms.map { mechanism in
      Flip(
        sites: mechanism.symptom.detectors.map { ($0 / UInt32(stride), $0 % UInt32(stride)) },
        observables: mechanism.symptom.observables.reduce(0) { $0 ^ 1 << UInt64($1) })
    }
    for (number, mechanism) in layer.mechanisms.enumerated() {
      var p = mechanism.probability
      guard p >= 0, p <= 1 else {
        throw CircuitError(.badArgument, "A mechanism has probability \(p), not in 0...1.")
      }
      if p > 0.5 {
        always.append(number)
        p = 1 - p
      }
      guard p > 0 else { continue }
      length -= log1p(-p)
      ends.append(length)
      numbers.append(number)
    }
    let cells = 4 * ends.count
    var place = 0
    for cell in 0..<cells {
      while place + 1 < ends.count, ends[place] <= length * Double(cell) / Double(cells) {
        place += 1
      }
      guide.append(place)
    }
  }

  /// The place on the line at a distance from its beginning.
  ///
  /// - Precondition: `0 <= distance && distance < length`.
  func place(at distance: Double) -> Int {
    let cell = min(guide.count - 1, Int(distance / length * Double(guide.count)))
    var place = guide[max(0, cell - 1)]
    while place + 1 < ends.count, ends[place] <= distance { place += 1 }
    return place
  }
}
