// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import Foundation

/// The Python environment with the peer tools, made by `make peers`.
public enum Peer {
  /// The root of the package.
  public static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the peer tools' executables.
  public static let binaries = packageRoot.appending(path: ".peers/bin")

  /// Whether the peers are there.
  public static let isInstalled = FileManager.default.isExecutableFile(
    atPath: binaries.appending(path: "python").path)

  /// Whether a missing peer is a failure: in CI.
  public static let isRequired = ProcessInfo.processInfo.environment["CI"] != nil

  /// What a finished program left.
  public struct Output: Sendable {
    /// The exit status.
    public var status: Int32
    /// Standard output.
    public var out: Data
    /// Standard error, as text.
    public var err: String
    /// Standard output, as text.
    public var text: String { String(decoding: out, as: UTF8.self) }
  }

  /// Runs a program of the peer environment (`python`, `stim`, `pymatching`, `sinter`).
  ///
  /// - Parameters:
  ///   - program: The name of the program.
  ///   - arguments: Its arguments.
  ///   - input: Its standard input.
  /// - Returns: What the program left.
  /// - Throws: An error if the program cannot be started.
  public static func run(
    _ program: String, _ arguments: [String], input: Data = Data()
  ) throws -> Output {
    try runProgram(binaries.appending(path: program), arguments, input: input)
  }

  /// Runs a Python script given as text.
  public static func python(
    _ script: String, _ arguments: [String] = [], input: Data = Data()
  ) throws -> Output {
    try run("python", ["-c", script] + arguments, input: input)
  }
}

/// Runs any program to its end, feeding it `input`.
///
/// - Throws: An error if the program cannot be started.
public func runProgram(
  _ program: URL, _ arguments: [String], input: Data = Data(), directory: URL? = nil
) throws -> Peer.Output {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  // Files instead of pipes: nothing can block on a full pipe.
  let names = ["in", "out", "err"].map { folder.appending(path: $0) }
  try input.write(to: names[0])
  for name in names.dropFirst() { try Data().write(to: name) }
  let process = Process()
  process.executableURL = program
  process.arguments = arguments
  if let directory { process.currentDirectoryURL = directory }
  process.standardInput = try FileHandle(forReadingFrom: names[0])
  process.standardOutput = try FileHandle(forWritingTo: names[1])
  process.standardError = try FileHandle(forWritingTo: names[2])
  try process.run()
  process.waitUntilExit()
  return Peer.Output(
    status: process.terminationStatus, out: try Data(contentsOf: names[1]),
    err: String(decoding: try Data(contentsOf: names[2]), as: UTF8.self))
}
