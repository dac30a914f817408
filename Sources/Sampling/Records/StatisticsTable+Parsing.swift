// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import StrictJSON

extension StatisticsTable {
  /// What reading a file of statistics found besides the rows.
  struct FileLayout {
    /// The number of columns of the header.
    var columnCount = 0
    /// Whether the columns are sinter's, in sinter's order, the last perhaps missing.
    var isStandard = true
    /// Where a last line begins that was cut off while it was written.
    var tornStart: Int?
    /// Where the torn line is, for a message.
    var tornLocation: SourceLocation?
    /// Whether the last line lacks its end but is whole.
    var lacksLineEnd = false
  }

  /// Reads sinter's CSV, merging rows of the same task.
  ///
  /// The header names the columns, in any order; `custom_counts` and unknown columns may be missing or
  /// there. A last line that was cut off while it was written is left out.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - path: The name of the file, for messages.
  /// - Returns: The table, and the place of a line that was cut off, if there is one.
  /// - Throws: `SamplingError` with file, line and column.
  public static func parse(
    _ bytes: [UInt8], path: String
  ) throws(SamplingError) -> (table: StatisticsTable, tornLine: SourceLocation?) {
    let (table, layout) = try read(bytes, path: path)
    return (table, layout.tornLocation)
  }

  static func read(
    _ bytes: [UInt8], path: String
  ) throws(SamplingError) -> (StatisticsTable, FileLayout) {
    var reader = CSVReader(bytes)
    var header: CSVReader.Record?
    while let record = reader.next() {
      if record.isBlank { continue }
      header = record
      break
    }
    guard let header else {
      throw SamplingError(
        .table, "The file is empty; its first line must name the columns.", path: path)
    }
    var layout = FileLayout()
    let columns = try Columns(header, path: path)
    layout.columnCount = header.fields.count
    let standard = Columns.required + ["custom_counts"]
    layout.isStandard = Array(standard.prefix(layout.columnCount)) == columns.names
    layout.lacksLineEnd = !header.isTerminated
    var table = StatisticsTable()
    while let record = reader.next() {
      if record.isBlank { continue }
      layout.lacksLineEnd = !record.isTerminated
      do throws(SamplingError) {
        guard record.isTerminated || (!record.isOpen && record.fields.count >= columns.names.count)
        else { throw SamplingError(.table, "The line is cut off.") }
        try table.add(columns.row(record, path: path))
      } catch {
        // A writer that was killed leaves half a line, always the last and without its end.
        guard !record.isTerminated, error.code == .table else {
          var error = error
          error.path = path
          error.location = error.location ?? record.fields[0].location
          throw error
        }
        layout.tornStart = record.start
        layout.tornLocation = record.fields[0].location
        layout.lacksLineEnd = false
      }
    }
    return (table, layout)
  }
}

/// Which column holds what.
private struct Columns {
  static let required = [
    "shots", "errors", "discards", "seconds", "decoder", "strong_id", "json_metadata",
  ]

  let names: [String]
  private var index: [String: Int] = [:]

  init(_ header: CSVReader.Record, path: String) throws(SamplingError) {
    names = header.fields.map { trimmed($0.text) }
    for (position, name) in names.enumerated() {
      guard index.updateValue(position, forKey: name) == nil else {
        throw SamplingError(
          .table, "The column \(name) appears twice.", path: path,
          at: header.fields[position].location)
      }
    }
    let missing = Columns.required.filter { index[$0] == nil }
    guard missing.isEmpty else {
      throw SamplingError(
        .table,
        "This is no table of statistics: the first line must name the columns, and "
          + "\(missing.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") missing.",
        path: path, at: header.fields[0].location)
    }
  }

  func row(
    _ record: CSVReader.Record, path: String
  ) throws(SamplingError) -> TaskStatistics {
    let last = index["custom_counts"]
    // sinter leaves the custom counts out where the header of an old file has them not.
    guard
      record.fields.count == names.count || record.fields.count == names.count + 1
        || (record.fields.count == names.count - 1 && last == names.count - 1)
    else {
      throw SamplingError(
        .table,
        "The line has \(record.fields.count) fields, but the header names \(names.count).",
        path: path, at: record.fields[0].location)
    }
    var row = TaskStatistics(
      strongID: try field("strong_id", record).text, decoder: try field("decoder", record).text,
      metadata: try json("json_metadata", record, path: path))
    row.shots = try count("shots", record, path: path)
    row.errors = try count("errors", record, path: path)
    row.discards = try count("discards", record, path: path)
    row.seconds = try seconds(record, path: path)
    row.customCounts = try customCounts(record, path: path)
    guard row.errors <= row.shots, row.discards <= row.shots - row.errors else {
      throw SamplingError(
        .table, "There are fewer shots than errors and discards together.", path: path,
        at: record.fields[0].location)
    }
    return row
  }

  private func field(
    _ name: String, _ record: CSVReader.Record
  ) throws(SamplingError) -> CSVReader.Field {
    guard let position = index[name], position < record.fields.count else {
      throw SamplingError(.table, "The field \(name) is missing.")
    }
    return record.fields[position]
  }

  private func count(
    _ name: String, _ record: CSVReader.Record, path: String
  ) throws(SamplingError) -> Int {
    let field = try field(name, record)
    guard let value = Int(trimmed(field.text)), value >= 0, value < 1 << 60 else {
      throw SamplingError(
        .table, "\(name) must be a whole number of zero or more, not `\(shown(field.text))`.",
        path: path, at: field.location)
    }
    return value
  }

  private func seconds(
    _ record: CSVReader.Record, path: String
  ) throws(SamplingError) -> Double {
    let field = try field("seconds", record)
    guard let value = Double(trimmed(field.text)), value.isFinite, value >= 0 else {
      throw SamplingError(
        .table, "seconds must be a number of zero or more, not `\(shown(field.text))`.",
        path: path, at: field.location)
    }
    return value
  }

  private func json(
    _ name: String, _ record: CSVReader.Record, path: String
  ) throws(SamplingError) -> JSON {
    let field = try field(name, record)
    do throws(JSONError) {
      return try JSON(parsing: field.text)
    } catch {
      throw SamplingError(
        .table, "\(name) is not JSON: \(error.message)", path: path, at: field.location)
    }
  }

  private func customCounts(
    _ record: CSVReader.Record, path: String
  ) throws(SamplingError) -> [String: Int] {
    guard let position = index["custom_counts"], position < record.fields.count,
      !trimmed(record.fields[position].text).isEmpty
    else { return [:] }
    let value = try json("custom_counts", record, path: path)
    guard let object = value.objectValue else {
      throw SamplingError(
        .table, "custom_counts must be an object of whole numbers.", path: path,
        at: record.fields[position].location)
    }
    var counts: [String: Int] = [:]
    for member in object.members {
      guard let count = member.value.intValue, abs(count) < 1 << 60 else {
        throw SamplingError(
          .table, "custom_counts must be an object of whole numbers.", path: path,
          at: record.fields[position].location)
      }
      counts[member.key] = count
    }
    return counts
  }
}

private func trimmed(_ text: String) -> String {
  var view = Substring(text)
  while view.first?.isWhitespace == true { view.removeFirst() }
  while view.last?.isWhitespace == true { view.removeLast() }
  return String(view)
}

private func shown(_ text: String) -> String {
  text.count > 30 ? text.prefix(30) + "…" : text
}
