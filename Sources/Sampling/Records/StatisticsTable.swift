// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The statistics of several tasks, one row a task, in the order in which tasks first came.
public struct StatisticsTable: Sendable {
  /// The rows.
  public private(set) var rows: [TaskStatistics] = []
  private var indices: [String: Int] = [:]

  /// Makes an empty table.
  public init() {}

  /// The row of a task, if there is one.
  public subscript(strongID: String) -> TaskStatistics? {
    indices[strongID].map { rows[$0] }
  }

  /// Adds a row, merging it into that of the same task.
  ///
  /// - Throws: `SamplingError` with code `.conflict` if one strong id stands for two tasks.
  public mutating func add(_ row: TaskStatistics) throws(SamplingError) {
    if let index = indices[row.strongID] {
      try rows[index].merge(row)
    } else {
      indices[row.strongID] = rows.count
      rows.append(row)
    }
  }

  /// Adds every row of another table.
  ///
  /// - Throws: `SamplingError` with code `.conflict` if one strong id stands for two tasks.
  public mutating func add(_ other: StatisticsTable) throws(SamplingError) {
    for row in other.rows { try add(row) }
  }

  /// The table as sinter's CSV, with the header.
  public var csvText: String {
    ([TaskStatistics.csvHeader] + rows.map(\.csvLine)).joined(separator: "\n") + "\n"
  }
}
