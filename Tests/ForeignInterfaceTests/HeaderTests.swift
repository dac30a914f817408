// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CQuantaCore
import Foundation
import Testing
import _TestSupport

@testable import ForeignInterface

@Suite("The header of the C interface", .tags(.exact))
struct HeaderTests {
  /// The folder with this build's products.
  private var products: URL {
    let executable = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    return bundle?.deletingLastPathComponent() ?? executable
  }

  /// Runs the toolchain's clang: the one beside the program that `swift` is a link to, or that of the path.
  private func clang(_ arguments: [String]) throws -> Peer.Output {
    let found = try runProgram(URL(filePath: "/usr/bin/env"), ["sh", "-c", "command -v swift"])
    let swift = found.text.trimmingCharacters(in: .newlines)
    let beside = URL(filePath: swift).resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "clang")
    let isThere = FileManager.default.isExecutableFile(atPath: beside.path)
    return try runProgram(
      URL(filePath: "/usr/bin/env"), [isThere ? beside.path : "clang"] + arguments)
  }

  @Test(
    "A program that uses the library compiles without a warning as C and as C++, and runs",
    arguments: [["-x", "c", "-std=c11"], ["-x", "c++", "-std=c++17"]])
  func program(language: [String]) throws {
    let library = products.appending(path: "libquantacore.so")
    try #require(
      FileManager.default.fileExists(atPath: library.path),
      "There is no \(library.path): swift build makes it.")
    let program = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: program) }
    let include = Peer.packageRoot.appending(path: "Sources/CQuantaCore/include")
    let source = Peer.packageRoot.appending(path: "Examples/decode.c")
    let compiled = try clang(
      language + [
        "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", include.path, source.path, "-x", "none",
        library.path, "-Wl,-rpath,\(products.path)", "-o", program.path,
      ])
    try #require(compiled.status == 0, "\(compiled.err)")
    let output = try runProgram(program, ["matching"])
    #expect(output.status == 0, "\(output.err)")
    // The model's failures: three or four of four errors, or the worse half of two of four.
    let failures = try #require(output.text.split(separator: " ").first.flatMap { Int($0) })
    let p = 0.05
    let rate = pow(p, 4) + 4 * pow(p, 3) * (1 - p) + 3 * pow(p * (1 - p), 2)
    // False alarms: 5 standard deviations, 6e-7.
    #expect(abs(Double(failures) - 1e5 * rate) < 5 * (1e5 * rate).squareRoot())
    let refused = try runProgram(program, ["magic"])
    #expect(refused.status == 1 && refused.err.contains("There is no decoder 'magic'"))
  }

  @Test("The version is that of the program and of the Python package")
  func version() throws {
    let version = unsafe String(cString: qk_version())
    #expect(qk_abiVersion() == QK_ABI_VERSION)
    let source = try String(
      contentsOf: Peer.packageRoot.appending(path: "Sources/quanta/Support/Version.swift"),
      encoding: .utf8)
    #expect(source.contains("quantaVersion = \"\(version)\""))
  }
}
