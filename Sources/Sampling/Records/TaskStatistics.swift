// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import StrictJSON

/// What sampling a task has shown: a row of sinter's tables.
public struct TaskStatistics: Sendable, Hashable {
  /// The digest that identifies the task.
  public var strongID: String
  /// The name of the decoder.
  public var decoder: String
  /// What describes the task to people and plots, most often an object such as `{"d":3,"p":0.001}`.
  public var metadata: JSON
  /// The number of shots.
  public var shots: Int
  /// The number of shots that failed.
  public var errors: Int
  /// The number of shots that were thrown away, neither failed nor kept.
  public var discards: Int
  /// The processor time it took, in seconds of one core.
  public var seconds: Double
  /// Further counts, which add up when rows are merged.
  public var customCounts: [String: Int]

  /// Makes a row.
  public init(
    strongID: String, decoder: String, metadata: JSON, shots: Int = 0, errors: Int = 0,
    discards: Int = 0, seconds: Double = 0, customCounts: [String: Int] = [:]
  ) {
    self.strongID = strongID
    self.decoder = decoder
    self.metadata = metadata
    self.shots = shots
    self.errors = errors
    self.discards = discards
    self.seconds = seconds
    self.customCounts = customCounts
  }

  /// The failed among the kept shots.
  public var estimate: BinomialEstimate {
    BinomialEstimate(hits: errors, shots: shots - discards)
  }

  /// Adds the counts of another row of the same task.
  ///
  /// - Throws: `SamplingError` with code `.conflict` if the rows describe different tasks.
  public mutating func merge(_ other: TaskStatistics) throws(SamplingError) {
    guard strongID == other.strongID else {
      throw SamplingError(.conflict, "Rows of different tasks cannot be merged.")
    }
    guard decoder == other.decoder, metadata == other.metadata else {
      throw SamplingError(
        .conflict,
        "Two rows have the strong id \(strongID.prefix(12))…, but one is \(decoder) with "
          + "\(metadata) and the other \(other.decoder) with \(other.metadata). Give rows that were "
          + "processed by hand a strong id of their own.")
    }
    shots = try sum(shots, other.shots)
    errors = try sum(errors, other.errors)
    discards = try sum(discards, other.discards)
    seconds += other.seconds
    for (key, count) in other.customCounts {
      customCounts[key] = try sum(customCounts[key] ?? 0, count)
    }
  }

  private func sum(_ first: Int, _ second: Int) throws(SamplingError) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    if overflow { throw SamplingError(.conflict, "The counts of a task add up to too much.") }
    return sum
  }
}

extension TaskStatistics {
  /// The row as JSON, with the rate and its 95 % Wilson interval.
  public var json: JSON {
    let interval = estimate.wilsonInterval()
    var object: JSON.Object = .init()
    object["strong_id"] = .string(strongID)
    object["decoder"] = .string(decoder)
    object["json_metadata"] = metadata
    object["shots"] = .integer(Int64(shots))
    object["errors"] = .integer(Int64(errors))
    object["discards"] = .integer(Int64(discards))
    object["seconds"] = .number(seconds)
    object["custom_counts"] = TaskStatistics.json(of: customCounts)
    object["error_rate"] = shots > discards ? .number(interval.best) : .null
    object["error_rate_low"] = .number(interval.low)
    object["error_rate_high"] = .number(interval.high)
    return .object(object)
  }

  static func json(of counts: [String: Int]) -> JSON {
    var object = JSON.Object()
    for key in counts.keys.sorted() { object[key] = .integer(Int64(counts[key] ?? 0)) }
    return .object(object)
  }
}
