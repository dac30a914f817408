// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import StrictJSON

extension LogicalRateTable {
  /// The name of the format in the file.
  public static let formatName = "quantacore-logical-rates"
  /// The version of the format.
  public static let formatVersion = 3

  /// The table as JSON.
  public var json: JSON {
    [
      "format": .string(Self.formatName), "version": .integer(Int64(Self.formatVersion)),
      "rates": .array(rates.map(\.json)),
    ]
  }

  /// Reads a table.
  ///
  /// - Throws: `ExecutionError` with code `.configuration`, naming the member at fault.
  public init(_ json: JSON) throws(ExecutionError) {
    let root = JSONPlace(json, "the table of rates")
    guard try root["format"].string() == Self.formatName else {
      throw root["format"].fault("must be `\(Self.formatName)`")
    }
    guard try root["version"].integer(in: 0...Int.max) == Self.formatVersion else {
      throw root["version"].fault(
        "must be \(Self.formatVersion): tables of other versions hold rates that were found otherwise; "
          + "measure them anew")
    }
    self.init()
    for place in try root["rates"].elements() {
      let new = try LogicalRates(place)
      guard !rates.contains(where: { $0.isOfSameCircuit(as: new) }) else {
        throw place.fault("gives the rates of `\(new.profile)` a second time")
      }
      insert(new)
    }
  }

  /// Reads a table from the bytes of a file.
  ///
  /// - Throws: `ExecutionError` with code `.configuration`.
  public init(parsing bytes: [UInt8]) throws(ExecutionError) {
    let json: JSON
    do {
      json = try JSON(parsing: bytes)
    } catch {
      throw ExecutionError(.configuration, error.description)
    }
    try self.init(json)
  }
}

extension LogicalRates {
  /// The rates as JSON.
  public var json: JSON {
    let object: JSON = [
      "profile": .string("\(profile)"), "rounds_per_cycle": .integer(Int64(roundsPerCycle)),
      "physical_qubits": .integer(Int64(physicalQubits)), "cycle_time_us": .number(cycleTime),
      "idle": idle.json,
    ]
    guard var members = object.objectValue else { return object }
    if !circuitHash.isEmpty { members["circuit_sha256"] = .string(circuitHash) }
    if let oneQubitGate { members["one_qubit_gate"] = oneQubitGate.json }
    if let twoQubitGate { members["two_qubit_gate"] = twoQubitGate.json }
    if let measurement { members["measurement"] = measurement.json }
    return .object(members)
  }

  init(_ place: JSONPlace) throws(ExecutionError) {
    func paulis(_ key: String) throws(ExecutionError) -> PauliRates? {
      place[key].value == nil ? nil : try PauliRates(place[key])
    }
    let measurement = place["measurement"]
    self.init(
      profile: try LogicalProfile(parsing: place["profile"].string()),
      roundsPerCycle: try place["rounds_per_cycle"].integer(in: 1...1_000_000),
      physicalQubits: try place["physical_qubits"].integer(in: 1...1_000_000_000),
      cycleTime: try place["cycle_time_us"].number(in: 0...1e12),
      idle: try PauliRates(place["idle"]),
      oneQubitGate: try paulis("one_qubit_gate"), twoQubitGate: try paulis("two_qubit_gate"),
      measurement: measurement.value == nil ? nil : try MeasuredRate(measurement))
    let hash = place["circuit_sha256"]
    if hash.value != nil { circuitHash = try hash.string() }
  }

  /// Whether other rates would take the place of these in a table.
  fileprivate func isOfSameCircuit(as other: LogicalRates) -> Bool {
    profile == other.profile && circuitHash == other.circuitHash
  }
}

extension PauliRates {
  var json: JSON { ["x": x.json, "y": y.json, "z": z.json] }

  init(_ place: JSONPlace) throws(ExecutionError) {
    self.init(
      x: try MeasuredRate(place["x"]), y: try MeasuredRate(place["y"]),
      z: try MeasuredRate(place["z"]))
    guard x.value + y.value + z.value <= 1 else {
      throw place.fault("adds up to more than 1; the three Paulis exclude one another")
    }
  }
}

extension MeasuredRate {
  var json: JSON {
    [
      "value": .number(value), "low": .number(low), "high": .number(high),
      "method": .string(method.rawValue), "circuit_sha256": .string(circuitHash),
      "decoder": .string(decoder),
      "shots": .integer(Int64(shots)), "failures": .integer(Int64(failures)),
      "seed": .string("\(seed)"),
    ]
  }

  init(_ place: JSONPlace) throws(ExecutionError) {
    let name = try place["method"].string()
    guard let method = Method(rawValue: name) else {
      let known = Method.allCases.map(\.rawValue).joined(separator: ", ")
      throw place["method"].fault("cannot be `\(name)`; it is one of \(known)")
    }
    let seedText = try place["seed"].string()
    guard let seed = UInt64(seedText) else {
      throw place["seed"].fault("cannot be `\(seedText)`; it is a whole number from 0, as text")
    }
    self.init(
      value: try place["value"].number(in: 0...1), low: try place["low"].number(in: 0...1),
      high: try place["high"].number(in: 0...1), method: method,
      circuitHash: try place["circuit_sha256"].string(),
      decoder: try place["decoder"].string(),
      shots: try place["shots"].integer(in: 0...Int.max),
      failures: try place["failures"].integer(in: 0...Int.max), seed: seed)
    guard low <= value, value <= high else {
      throw place.fault("has a value \(value) outside its interval \(low)...\(high)")
    }
  }
}
