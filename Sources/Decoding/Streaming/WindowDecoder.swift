// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.
//
// Decoding in windows of rounds, so that corrections become final while the experiment runs:
// 1. a window looks at the rounds that it commits and at buffers around them, beyond which time is open;
// 2. chains of its solution that end in committed rounds are final, up to the first detector outside;
// 3. there the cut chain leaves a defect, for the window that commits that round.
// Sources: Dennis, Kitaev, Landahl and Preskill, Topological quantum memory (2002), section IV; for parallel
// windows Skoric et al., arXiv:2209.08552, and Tan et al., arXiv:2209.09219.

public import CircuitModel

/// Decodes a stream in windows, each by a decoder for whole models: matching or union-find.
public struct WindowDecoder: StreamingDecoder {
  /// The decoder of each window.
  public var decoder: any Decoder
  /// How the stream is cut.
  public var settings: WindowSettings

  /// Makes the decoder.
  public init(_ decoder: any Decoder, _ settings: WindowSettings) {
    self.decoder = decoder
    self.settings = settings
  }

  /// The largest number of rounds that a window commits or has as a buffer.
  public static let largestSize = 1 << 16

  /// Compiles the kinds of windows that a model has: a few at its ends and, where it is periodic, a few in between.
  ///
  /// - Throws: `DecodingError` with code `.badSetting` if the windows do not suit the model, `.badProbability` for
  ///   p > ½, `.shape` if the decoder does not tell its errors, `.tooLarge`, or as the decoder does.
  public func compile(
    _ model: LayeredModel
  ) throws(DecodingError) -> any CompiledStream {
    try compileWindows(model)
  }

  /// As `compile`, with the type known.
  public func compileWindows(_ model: LayeredModel) throws(DecodingError) -> CompiledWindows {
    guard (1...WindowDecoder.largestSize).contains(settings.commit),
      (0...WindowDecoder.largestSize).contains(settings.buffer)
    else {
      throw DecodingError(
        .badSetting,
        "A window commits 1 to \(WindowDecoder.largestSize) rounds and has a buffer of at most as "
          + "many, not \(settings.commit) and \(settings.buffer).")
    }
    guard settings.buffer >= model.span else {
      throw DecodingError(
        .badSetting,
        "The buffer has \(settings.buffer) rounds, but errors of the model reach \(model.span) rounds "
          + "on; it must have as many.")
    }
    guard settings.scheme == .sliding || settings.commit >= model.span else {
      throw DecodingError(
        .badSetting,
        "Parallel windows must commit at least the \(model.span) rounds that an error reaches on, not "
          + "\(settings.commit).")
    }
    return try CompiledWindows(model, decoder, settings)
  }
}

/// The windows of a stream, compiled; windows that look the same share one graph.
public final class CompiledWindows: CompiledStream {
  /// The number of rounds of the stream.
  public var roundCount: Int { plan.roundCount }
  /// The number of different windows.
  public var kindCount: Int { kinds.count }

  let plan: WindowPlan
  let stride: Int
  let kinds: [any ChainingDecoder]
  /// The kind of the windows that touch rounds outside the period, by number.
  private let irregularKinds: [Int: Int]
  /// The kind of the others, by number modulo the count.
  private let regularKinds: [Int]

  init(
    _ model: LayeredModel, _ decoder: any Decoder, _ settings: WindowSettings
  ) throws(DecodingError) {
    let plan = WindowPlan(settings: settings, roundCount: model.roundCount)
    let regular = RegularWindows(model, plan)
    var builder = try WindowBuilder(model, decoder)
    var irregularKinds: [Int: Int] = [:]
    var regularKinds = [Int?](repeating: nil, count: regular.cycle)
    var missing = regular.cycle
    var index = 0
    while index < plan.count {
      if !regular.contains(plan[index]) {
        irregularKinds[index] = try builder.kind(of: plan[index])
      } else if regularKinds[index % regular.cycle] == nil {
        regularKinds[index % regular.cycle] = try builder.kind(of: plan[index])
        missing -= 1
      }
      index += 1
      // All further windows of the period are known by then.
      if missing == 0 { index = max(index, regular.endLowerBound) }
    }
    self.plan = plan
    stride = model.stride
    self.irregularKinds = irregularKinds
    self.regularKinds = regularKinds.map { $0 ?? 0 }
    kinds = builder.kinds
  }

  /// The place in `kinds` of a window.
  func kind(ofWindow index: Int) -> Int {
    irregularKinds[index] ?? regularKinds[index % regularKinds.count]
  }

  /// Makes the working memory for one stream.
  public func makeEngine() -> any StreamingEngine {
    switch plan.settings.scheme {
    case .sliding: SlidingWindowEngine(self)
    case .parallel: ParallelWindowEngine(self)
    }
  }
}

/// Which windows touch only rounds whose layers repeat.
private struct RegularWindows {
  /// After how many windows the same kinds come again; even and odd ones can differ.
  let cycle: Int
  /// A window before which, from any regular one on, all are regular.
  let endLowerBound: Int
  private let rounds: Range<Int>

  init(_ model: LayeredModel, _ plan: WindowPlan) {
    cycle = 2 * max(1, model.periodLength)
    let periodic = model.periodicRounds
    let first = periodic.lowerBound + model.span
    rounds =
      model.periodLength == 0 || first >= periodic.upperBound ? 0..<0 : first..<periodic.upperBound
    let reach = plan.settings.commit + plan.settings.buffer
    endLowerBound = (rounds.upperBound - reach) / plan.settings.commit - 1
  }

  func contains(_ window: Window) -> Bool {
    rounds.lowerBound <= window.rounds.lowerBound && window.rounds.upperBound < rounds.upperBound
  }
}
