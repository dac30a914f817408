// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
internal import Synchronization

/// A search for the likeliest set of errors, over all errors of a model whatever they flip.
///
/// No decomposition is needed or used, so correlations between the parts of an error count in full. Searches in
/// several orders of the detectors and keeps the likeliest set; with a beam as wide as the weights, no stretch and
/// no limit in reach it is the likeliest of all.
///
/// If the model is also one of edges with a boundary that tells the two values of its one observable apart, as those of
/// surface codes are, a search in one order that reaches its limit is not followed by others: its solution, and
/// those of correlated matching for either value, are bettered piece by piece, and the likeliest is kept. The
/// shot stays doubtful. There, of two values whose likeliest sets weigh nearly the same, the one that has more sets
/// around its likeliest is chosen: what counts is the probability of all of them. And where
/// correlated matching finds the two values far apart no search is made unless the errors are asked for, and then only
/// piece by piece.
public struct SearchDecoder: Decoder {
  /// How much more than one that has come further a partial solution may be bound to weigh, in nats.
  public var beam: Double
  /// The most sets of errors looked at in one search.
  public var limit: Int
  /// By what part of itself the bound on the rest of a partial solution is taken to fall short of the truth.
  public var stretch: Double
  /// In how many orders of the detectors to search.
  public var orderCount: Int
  /// How many nats apart the likeliest sets for the two values of the observable may weigh for the sets around them to
  /// decide; 0 for never.
  public var ways: Double
  /// How many nats apart correlated matching must find the two values of the observable for no search to be needed.
  public var settled: Double

  /// Makes the decoder.
  ///
  /// - Precondition: `limit` and `orderCount` are positive, `beam`, `ways` and `settled` are not negative, and `stretch` is in
  ///   0...100.
  public init(
    beam: Double = 12, limit: Int = 10_000, stretch: Double = 0.02, orderCount: Int = 4,
    ways: Double = 4, settled: Double = 20
  ) {
    precondition(
      beam >= 0 && stretch >= 0 && stretch <= 100 && limit > 0 && orderCount > 0
        && ways >= 0 && settled >= 0,
      "A search needs room to search.")
    self.beam = beam
    self.limit = limit
    self.stretch = stretch
    self.orderCount = orderCount
    self.ways = ways
    self.settled = settled
  }

  static let settings = [
    DecoderSetting(
      "beam", .number(0...1e6), standard: "12",
      "how much more, in nats, a partial solution may weigh than one that has come further"),
    DecoderSetting(
      "limit", .integer(1...100_000_000), standard: "10000",
      "the most sets of errors looked at in one search"),
    DecoderSetting(
      "stretch", .number(0...100), standard: "0.02",
      "by what part of itself the bound on what remains is taken to fall short; 0 is exact"),
    DecoderSetting(
      "orders", .integer(1...1000), standard: "4",
      "in how many orders of the detectors to search; the likeliest solution wins"),
    DecoderSetting(
      "ways", .number(0...1000), standard: "4",
      "how many nats apart the likeliest solutions of either value of the observable may be for "
        + "the number of solutions around them to decide"),
    DecoderSetting(
      "settled", .number(0...1e6), standard: "20",
      "how many nats apart correlated matching must find the values of the observable for no search "
        + "to be needed"),
  ]

  init(_ values: DecoderSettings) {
    self.init(
      beam: values.number("beam"), limit: values.integer("limit"),
      stretch: values.number("stretch"), orderCount: values.integer("orders"),
      ways: values.number("ways"), settled: values.number("settled"))
  }

  /// Gathers the errors of a model.
  ///
  /// - Throws: `DecodingError` with code `.badProbability` or `.tooLarge`.
  public func compile(_ model: DetectorErrorModel) throws(DecodingError) -> any CompiledDecoder {
    try compileSearch(model)
  }

  /// Gathers the errors of a model; as `compile`, with the type known.
  public func compileSearch(_ model: DetectorErrorModel) throws(DecodingError) -> CompiledSearch {
    let search = try SearchModel(model)
    return CompiledSearch(
      model: search, cosets: CosetMatching(model, search),
      orders: DetectorOrders.ranks(search, count: orderCount),
      limits: SearchLimits(beam: beam, nodes: limit, stretch: stretch), ways: ways,
      settled: settled)
  }
}

/// The errors of a model, ready to be searched, shared by workers.
public final class CompiledSearch: CompiledDecoder {
  let model: SearchModel
  /// Matching for either value of the observable, where the model allows it.
  let cosets: CosetMatching?
  let orders: [[UInt32]]
  let limits: SearchLimits
  /// How near the likeliest errors of either value must be for the sets around them to decide, in nats.
  let ways: Double
  /// How far apart matching must find the two values for no search to be needed, in nats.
  let settled: Double
  private let basis = Mutex<SyndromeBasis?>(nil)

  init(
    model: SearchModel, cosets: CosetMatching?, orders: [[UInt32]], limits: SearchLimits,
    ways: Double, settled: Double
  ) {
    self.model = model
    self.cosets = cosets
    self.orders = orders
    self.limits = limits
    self.ways = ways
    self.settled = settled
  }

  /// The number of detectors of the model.
  public var detectorCount: Int { model.detectorCount }
  /// The number of observables of the model.
  public var observableCount: Int { model.observableCount }

  /// Makes the working memory for one worker.
  public func makeEngine() -> any DecodingEngine { makeSearchEngine() }

  /// Makes the working memory for one worker, with the type known.
  public func makeSearchEngine() -> SearchEngine { SearchEngine(self) }

  /// Any errors with a syndrome, or nil if there are none; made on first need, for it takes long.
  func anyExplanation(_ defects: [UInt32]) -> [UInt32]? {
    basis.withLock { basis in
      let ready = basis ?? SyndromeBasis(model)
      basis = ready
      return ready.explain(defects)
    }
  }
}
