// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// An error model cut into rounds, of which equal ones are stored once: the form that streams need.
///
/// The round of a detector is the whole part of its last coordinate, counted from the earliest one; its slot is its
/// rank among the detectors of the round, by number. A mechanism belongs to the layer of the earliest round that it
/// touches. A memory experiment of a million rounds has a handful of distinct layers.
public struct LayeredModel: Sendable {
  /// The mechanisms whose earliest round is the same, with detectors numbered from that round.
  ///
  /// The detector in slot s of the k-th round after the layer's own is number k · `stride` + s.
  public struct Layer: Sendable, Hashable {
    /// The mechanisms, in an order that depends on them alone.
    public var mechanisms: [Mechanism] = []
    /// The number of detectors in the layer's own round.
    public var detectorCount = 0
  }

  /// The distinct layers.
  public let layers: [Layer]
  /// The largest number of detectors in a round, and at least 1.
  public let stride: Int
  /// How many rounds after its earliest one a mechanism reaches.
  public let span: Int
  /// The number of observables.
  public let observableCount: Int
  /// The number of rounds.
  public let roundCount: Int

  private let head: [Int]
  private let period: [Int]
  private let tail: [Int]

  /// The rounds whose layers repeat with `period`; empty if none do.
  public var periodicRounds: Range<Int> { head.count..<roundCount - tail.count }
  /// After how many rounds the layers of `periodicRounds` repeat; 0 if there are none.
  public var periodLength: Int { period.count }

  /// Cuts a model.
  ///
  /// A model with one block of many runs is not unrolled: two short versions of it tell what a further run adds.
  ///
  /// - Throws: `CircuitError` if a detector has no coordinates, or if a model without such a block has more
  ///   than 2²⁴ mechanisms.
  /// - Complexity: O(size of the model as data), unless it has to be unrolled.
  public init(_ model: DetectorErrorModel) throws(CircuitError) {
    var store = LayerStore()
    for runs in [UInt64(12), 48] {
      guard let (block, count) = model.longBlock(over: runs + 1) else { break }
      let short = try LayerCut(model.with(runs: runs, inBlock: block), &store)
      let longer = try LayerCut(model.with(runs: runs + 1, inBlock: block), &store)
      guard let (head, period) = longer.insertion(comparedTo: short) else { continue }
      let (added, overflow) = (count - runs).multipliedReportingOverflow(by: UInt64(period))
      guard !overflow, added < 1 << 60 else {
        throw CircuitError(.limit, "The model has more than 2^60 rounds.")
      }
      self.head = Array(longer.layers[..<head])
      self.period = Array(longer.layers[head..<head + period])
      tail = Array(short.layers[head...])
      roundCount = short.layers.count + Int(added)
      (layers, stride, span) = store.finished()
      observableCount = model.observableCount
      return
    }
    guard model.mechanismCount <= 1 << 24 else {
      throw CircuitError(
        .limit,
        "The model has \(model.mechanismCount) error mechanisms and no single block that repeats the "
          + "same rounds; at most 2^24 can be cut into rounds one by one.")
    }
    head = try LayerCut(model, &store).layers
    period = []
    tail = []
    roundCount = head.count
    (layers, stride, span) = store.finished()
    observableCount = model.observableCount
  }

  /// Which of `layers` a round has.
  ///
  /// - Precondition: `0 <= round && round < roundCount`.
  public func layer(ofRound round: Int) -> Int {
    precondition(round >= 0 && round < roundCount, "There is no such round.")
    if round < head.count { return head[round] }
    let fromEnd = roundCount - round
    if fromEnd <= tail.count { return tail[tail.count - fromEnd] }
    return period[(round - head.count) % period.count]
  }
}

extension DetectorErrorModel {
  /// The place of the only block with mechanisms, if it has more than so many runs.
  fileprivate func longBlock(over runs: UInt64) -> (place: Int, runs: UInt64)? {
    var found: (place: Int, runs: UInt64)?
    for (place, instruction) in instructions.enumerated() {
      guard case .block(let count, let body, _) = instruction, body.mechanismCount > 0 else {
        continue
      }
      if found != nil { return nil }
      found = (place, count)
    }
    return found.flatMap { $0.runs > runs ? $0 : nil }
  }

  /// The model with another number of runs of one of its blocks.
  fileprivate func with(runs: UInt64, inBlock place: Int) -> DetectorErrorModel {
    var result = self
    if case .block(_, let body, let tag) = result.instructions[place] {
      result.instructions[place] = .block(count: runs, body: body, tag: tag)
    }
    return result
  }
}
