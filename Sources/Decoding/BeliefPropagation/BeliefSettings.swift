// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How beliefs are propagated.
struct BeliefSettings: Sendable, Hashable {
  /// The rule by which a check answers a column.
  enum Method: String, Sendable, CaseIterable {
    /// Exact for independent messages: tanh(m/2) = Π tanh(mᵢ/2).
    case productSum = "product-sum"
    /// Its limit for large messages: the least magnitude, scaled.
    case minSum = "min-sum"
  }

  /// The order in which messages are renewed within an iteration.
  enum Schedule: String, Sendable, CaseIterable {
    /// All checks with the beliefs of the iteration before: flooding.
    case parallel
    /// Column after column, each with the newest messages.
    case serial
    /// Check after check, each with the newest beliefs.
    case layered
  }

  /// The rule of the checks.
  var method: Method
  /// The order of renewal.
  var schedule: Schedule
  /// The factor on the messages of min-sum; 0 stands for 1 − 2^−t in iteration t.
  var scale: Double
  /// How much of a check's message stays from the iteration before, 0 or more and below 1.
  var damping: Double
  /// The most iterations.
  var iterations: Int

  /// The factor on the messages of min-sum in iteration `iteration`, counted from 1.
  func scale(inIteration iteration: Int) -> Float {
    scale > 0 ? Float(scale) : 1 - Float(sign: .plus, exponent: -min(iteration, 30), significand: 1)
  }

  init(_ settings: DecoderSettings) {
    method = Method(rawValue: settings.choice("method")) ?? .minSum
    schedule = Schedule(rawValue: settings.choice("schedule")) ?? .serial
    scale = settings.number("scale")
    damping = settings.number("damping")
    iterations = settings.integer("iterations")
  }

  init(
    method: Method = .minSum, schedule: Schedule = .layered, scale: Double = 0,
    damping: Double = 0, iterations: Int = 60
  ) {
    self.method = method
    self.schedule = schedule
    self.scale = scale
    self.damping = damping
    self.iterations = iterations
  }

  /// The rows of the table of settings that every decoder of the family shares.
  static let table = table()

  /// The rows with other standard values.
  static func table(
    method: Method = .minSum, schedule: Schedule = .layered, iterations: Int = 100
  ) -> [DecoderSetting] {
    [
      DecoderSetting(
        "method", .choice(Method.allCases.map(\.rawValue)), standard: method.rawValue,
        "the rule by which a check answers: exact, or its cheap limit"),
      DecoderSetting(
        "schedule", .choice(Schedule.allCases.map(\.rawValue)), standard: schedule.rawValue,
        "what is renewed at a time: everything, an error, a detector"),
      DecoderSetting(
        "scale", .number(0...1), standard: "0.625",
        "factor on the messages of min-sum; 0 stands for 1 - 2^-t in iteration t"),
      DecoderSetting(
        "damping", .number(0...0.99), standard: "0",
        "share of a detector's last message in its new one"),
      DecoderSetting(
        "iterations", .integer(1...100_000), standard: "\(iterations)", "the most iterations"),
    ]
  }
}

/// What is done with a shot on which belief propagation did not converge.
enum BeliefFallback: Sendable, Hashable {
  /// Nothing: the hard decisions are the answer, and the shot is flagged.
  case nothing
  /// Nothing here: the shot and its beliefs are handed to the caller.
  case deferred
  /// Ordered statistics over all columns.
  case ordered(Sweep)
  /// Ordered statistics within clusters that are grown around the unsatisfied checks.
  case localized(Sweep)

  /// Which errors beyond the first solution are tried.
  struct Sweep: Sendable, Hashable {
    enum Method: String, Sendable, CaseIterable {
      /// Every set of the `order` likeliest free columns.
      case exhaustive
      /// Every free column alone, and every pair of the `order` likeliest.
      case combination
    }

    var method: Method
    /// 0 tries none.
    var order: Int

    init(_ method: Method, order: Int) {
      self.method = method
      self.order = order
    }

    init(_ settings: DecoderSettings) {
      method = Method(rawValue: settings.choice("sweep")) ?? .combination
      order = settings.integer("order")
    }

    /// The largest order of an exhaustive sweep: 2^16 candidates a shot.
    static let largestExhaustiveOrder = 16

    static func table(order: String) -> [DecoderSetting] {
      [
        DecoderSetting(
          "sweep", .choice(Method.allCases.map(\.rawValue)), standard: "combination",
          "candidates: all sets of the likeliest free errors, or single ones and pairs"),
        DecoderSetting(
          "order", .integer(0...1000), standard: order,
          "how many of the likeliest free errors are combined; 0 takes the first solution"),
      ]
    }
  }
}

/// How memory is varied from leg to leg in Relay-BP.
struct RelaySettings: Sendable, Hashable {
  /// The memory strength of every column in the first leg.
  var firstStrength: Double
  /// How many legs follow the first.
  var legs: Int
  /// The iterations of each of them.
  var legIterations: Int
  /// The least and the largest memory strength of a column in these legs, drawn uniformly.
  var strengths: ClosedRange<Double>
  /// How many solutions are found before the lightest is taken.
  var solutions: Int
  /// Where the random strengths begin.
  var seed: UInt64

  init(_ settings: DecoderSettings) {
    firstStrength = settings.number("gamma0")
    legs = settings.integer("legs")
    legIterations = settings.integer("leg-iterations")
    let ends = [settings.number("gamma-min"), settings.number("gamma-max")].sorted()
    strengths = ends[0]...ends[1]
    solutions = settings.integer("solutions")
    seed = UInt64(settings.integer("seed"))
  }

  static let table = [
    DecoderSetting(
      "scale", .number(0...1), standard: "1",
      "factor on the messages of min-sum; 0 stands for 1 - 2^-t in iteration t"),
    DecoderSetting("iterations", .integer(1...100_000), standard: "80", "those of the first leg"),
    DecoderSetting(
      "gamma0", .number(-1...1), standard: "0.1", "memory strength of the first leg"),
    DecoderSetting("legs", .integer(0...100_000), standard: "300", "legs after the first"),
    DecoderSetting(
      "leg-iterations", .integer(1...100_000), standard: "60", "those of each later leg"),
    DecoderSetting(
      "gamma-min", .number(-1...1), standard: "-0.24", "least memory strength of later legs"),
    DecoderSetting(
      "gamma-max", .number(-1...1), standard: "0.66", "largest memory strength of later legs"),
    DecoderSetting(
      "solutions", .integer(1...100_000), standard: "1",
      "solutions to find before the lightest is taken"),
    DecoderSetting(
      "seed", .integer(0...Int.max), standard: "0", "where the random strengths begin"),
  ]
}
