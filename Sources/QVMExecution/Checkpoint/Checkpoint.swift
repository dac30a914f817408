// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import QVM
import StrictJSON

/// All of a run at a fence, or at its end, as bytes from which another process goes on bit for bit.
///
/// The layout: `QCKP`, a version byte, three zero bytes, the number of bytes of the content before and after
/// compression (8 bytes each, lowest first), the content compressed with Zstandard, and SHA-256 of
/// everything before. The content is a description as JSON (program, options, history) and then the
/// states of all shots: events, tableaus, amplitudes, clocks, and where their chance stands.
public struct Checkpoint: Sendable, Hashable {
  /// The bytes, digest included.
  public let bytes: [UInt8]
  /// The number of fences that the run has passed.
  public let fence: Int

  private static let magic = Array("QCKP".utf8)
  private static let version: UInt8 = 3
  private static let headerSize = 24
  private static let digestSize = 32

  /// SHA-256 of the content, in hexadecimal: the digest that the bytes end with.
  public var digest: String { hexadecimal(Array(bytes.suffix(Self.digestSize))) }

  init(content: [UInt8], fence: Int) throws(ExecutionError) {
    let packed = try compressed(content)
    var sink = ByteSink(bytes: Self.magic + [Self.version, 0, 0, 0])
    sink.put(content.count)
    sink.put(packed.count)
    sink.bytes += packed
    sink.bytes += sha256(sink.bytes)
    bytes = sink.bytes
    self.fence = fence
  }

  /// The content of a checkpoint's bytes.
  ///
  /// - Throws: `ExecutionError` with code `.checkpoint` if they are cut short, altered or of another version.
  static func content(_ bytes: [UInt8]) throws(ExecutionError) -> [UInt8] {
    guard bytes.count >= headerSize + digestSize, Array(bytes[..<4]) == magic else {
      throw ExecutionError(.checkpoint, "This is no checkpoint: it does not begin as one.")
    }
    guard bytes[4] == version else {
      throw ExecutionError(
        .checkpoint, "The checkpoint has version \(bytes[4]); this program reads \(version).")
    }
    var header = ByteSource(Array(bytes[8..<headerSize]))
    let sizes = (try header.integer(in: 0...Int.max), try header.integer(in: 0...Int.max))
    let wanted = sizes.1.addingReportingOverflow(headerSize + digestSize)
    guard !wanted.overflow, bytes.count == wanted.partialValue else {
      throw ExecutionError(
        .checkpoint,
        "The checkpoint is cut short or has grown: \(wanted.partialValue) bytes are due, "
          + "\(bytes.count) are there.")
    }
    guard sha256(Array(bytes.dropLast(digestSize))) == Array(bytes.suffix(digestSize)) else {
      throw ExecutionError(
        .checkpoint, "The checkpoint was altered: its digest does not fit its content.")
    }
    guard sizes.0 <= physicalMemoryByteCount / 2 else {
      throw ExecutionError(
        .memory, "The checkpoint holds \(sizes.0) bytes, more than half of this machine's memory.")
    }
    return try decompressed(Array(bytes[headerSize..<headerSize + sizes.1]), size: sizes.0)
  }
}

extension Job {
  /// Keeps the run as it stands.
  ///
  /// - Throws: `ExecutionError` with code `.memory` or `.system`; what ended a run without retries.
  /// - Complexity: O(size of all states).
  public mutating func checkpoint() throws(ExecutionError) -> Checkpoint {
    if let failure { throw failure }
    var sink = ByteSink()
    sink.put(Array(description.text(.canonical).utf8))
    sink.put(tally)
    sink.put(UInt8(trunk == nil ? 0 : 1))
    if var group = trunk {
      trunk = nil
      try sink.put(&group)
      trunk = group
    }
    sink.put(blocks.count)
    for index in blocks.indices {
      sink.put(blocks[index].tally)
      sink.put(blocks[index].groups.count)
      for group in blocks[index].groups.indices { try sink.put(&blocks[index].groups[group]) }
    }
    let outcomes = counts.keys.sorted { $0.lexicographicallyPrecedes($1) }
    sink.put(outcomes.count)
    for outcome in outcomes {
      sink.put(outcome.map { UInt8(bitPattern: $0) })
      sink.put(counts[outcome] ?? 0)
    }
    return try Checkpoint(content: sink.bytes, fence: passedFences)
  }

  /// What a checkpoint says in words.
  private var description: JSON {
    var object = JSON.Object()
    object["program"] = plan.program.json
    if let profile = plan.overridingProfile { object["profile"] = .string("\(profile)") }
    if case .measured(let table) = plan.noise { object["rates"] = table.json }
    object["shots"] = .integer(Int64(options.shots))
    object["seed"] = .string("\(options.seed)")
    object["vector_limit"] = .integer(Int64(options.vectorLimit))
    switch options.retry {
    case .never: object["retry"] = ["strategy": "never", "attempts": 0]
    case .fromFence(let attempts):
      object["retry"] = ["strategy": "fence", "attempts": .integer(Int64(attempts))]
    case .fromStart(let attempts):
      object["retry"] = ["strategy": "start", "attempts": .integer(Int64(attempts))]
    }
    object["passed_fences"] = .integer(Int64(passedFences))
    object["finished"] = .bool(isFinished)
    object["history"] = .array(history.map(\.json))
    return .object(object)
  }

  /// Goes on from a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: The bytes of a checkpoint.
  ///   - threads: The largest number of threads; it does not change the results.
  ///   - shouldStop: Whether the run must stop; asked often.
  /// - Throws: `ExecutionError` with code `.checkpoint` if the bytes are cut short, altered, or not consistent;
  ///   `.memory` if the states do not fit.
  public init(
    checkpoint: [UInt8], threads: Int = 1, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(ExecutionError) {
    var source = ByteSource(try Checkpoint.content(checkpoint))
    let description: CheckpointDescription
    do {
      description = try CheckpointDescription(try source.byteArray())
    } catch {
      throw error.code == .checkpoint ? error : ExecutionError(.checkpoint, error.description)
    }
    let plan = description.plan
    var options = description.options
    options.threads = max(1, threads)
    options.shouldStop = shouldStop
    let passed = description.passedFences
    let position = passed == 0 ? 0 : plan.fencePositions[passed - 1]
    let tally = try source.tally(of: plan)
    var trunk: Group?
    if try source.byte() == 1 { trunk = try source.group(of: plan, options, at: position) }
    var blocks: [Block] = []
    for _ in 0..<(try source.count(elementSize: 16)) {
      var block = Block(groups: [], tally: try source.tally(of: plan))
      for _ in 0..<(try source.count(elementSize: 8)) {
        var group = try source.group(of: plan, options, at: position)
        group.machine.register.workers = options.shots > Job.blockSize ? 1 : options.threads
        block.groups.append(group)
      }
      blocks.append(block)
    }
    self.init(
      plan: plan, options: options, passedFences: passed, trunk: trunk, blocks: blocks,
      tally: tally, history: description.history)
    isFinished = description.isFinished
    for _ in 0..<(try source.count(elementSize: 16)) {
      let outcome = try source.byteArray().map { Int8(bitPattern: $0) }
      guard outcome.count == plan.program.events.count else { throw ByteSource.fault }
      counts[outcome] = try source.integer(in: 0...options.shots)
    }
    guard source.isAtEnd, isComplete else { throw ByteSource.fault }
  }

  /// Whether every shot is somewhere.
  private var isComplete: Bool {
    if isFinished { return trunk == nil && counts.values.reduce(0, +) == options.shots }
    if trunk != nil { return blocks.isEmpty && counts.isEmpty }
    let shots = blocks.flatMap(\.groups).reduce(0) { $0 + Int($1.ensemble.weight) }
    return shots == options.shots && counts.isEmpty
  }
}

/// The words of a checkpoint, read and checked.
private struct CheckpointDescription {
  var plan: ExecutionPlan
  var options: RunOptions
  var passedFences: Int
  var isFinished: Bool
  var history: [RunIncident]

  init(_ bytes: [UInt8]) throws(ExecutionError) {
    let place: JSONPlace
    let program: Program
    do {
      let json = try JSON(parsing: bytes, limits: JSON.Limits(byteCount: 1 << 30))
      place = JSONPlace(json, "the checkpoint")
      program = try Program(parsing: (json["program"] ?? .null).text())
    } catch {
      throw ExecutionError(.checkpoint, "The checkpoint's description cannot be read: \(error)")
    }
    var profile: LogicalProfile?
    if place["profile"].value != nil {
      profile = try LogicalProfile(parsing: place["profile"].string())
    }
    var noise = LogicalNoise.none
    if let rates = place["rates"].value { noise = .measured(try LogicalRateTable(rates)) }
    plan = try ExecutionPlan(program, noise: noise, profile: profile)
    let attempts = try place["retry"]["attempts"].integer(in: 0...1_000_000)
    let retry: RetryStrategy =
      switch try place["retry"]["strategy"].string() {
      case "fence": .fromFence(attempts: attempts)
      case "start": .fromStart(attempts: attempts)
      default: .never
      }
    guard let seed = UInt64(try place["seed"].string()) else { throw ByteSource.fault }
    options = RunOptions(
      shots: try place["shots"].integer(in: 1...RunOptions.largestShots), seed: seed,
      vectorLimit: try place["vector_limit"].integer(in: 0...64), retry: retry)
    passedFences = try place["passed_fences"].integer(in: 0...plan.fenceCount)
    isFinished = place["finished"].value == .bool(true)
    history = []
    for entry in try place["history"].elements() {
      guard let action = RunIncident.Action(rawValue: try entry["action"].string()) else {
        throw ByteSource.fault
      }
      history.append(
        RunIncident(
          fence: try entry["fence"].integer(in: 0...Int.max),
          attempt: try entry["attempt"].integer(in: 0...Int.max),
          shots: try entry["shots"].integer(in: 0...Int.max),
          cause: entry["cause"].value?.stringValue ?? "", action: action))
    }
  }
}
