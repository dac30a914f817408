// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Foundation
import Testing
import _TestSupport

@Suite("Files and the terminal")
struct FileTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test("What is written, in pieces of any size, is read again", .tags(.law))
  func roundTrip() throws {
    try withFolder { folder in
      let path = folder + "/file"
      for piece in [1, 7, 64, 1000, 70_000] {
        let bytes = (0..<piece).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let writer = try ByteWriter(path: path, capacity: 64)
        for _ in 0..<5 { try writer.write(bytes) }
        try writer.write("end")
        try writer.finish()
        let expected = (0..<5).flatMap { _ in bytes } + Array("end".utf8)
        #expect(try readFile(path) == expected)
        let more = try ByteWriter(path: path, appending: true)
        try more.write("more")
        try more.finish()
        #expect(try readFile(path) == expected + Array("more".utf8))
      }
    }
  }

  @Test("Each fault of a file has its kind and names the file", .tags(.exact))
  func faults() throws {
    try withFolder { folder in
      let code = { (body: () throws -> Void) -> FileError.Code? in
        #expect(throws: FileError.self, performing: body)?.code
      }
      #expect(code { _ = try readFile(folder + "/none") } == .notFound)
      #expect(code { _ = try readFile(folder) } == .isDirectory)
      #expect(code { _ = try ByteWriter(path: folder) } == .isDirectory)
      #expect(code { _ = try ByteWriter(path: folder + "/none/file") } == .notFound)
      #expect(
        code { _ = try ByteReader(path: "/dev/zero").readToEnd(limit: 1 << 20) } == .tooLarge)
      let full = try ByteWriter(path: "/dev/full")
      try full.write("x")
      #expect(code { try full.finish() } == .system)
      let error = #expect(throws: FileError.self) { try readFile(folder + "/none") }
      #expect(error?.description == "\(folder)/none: there is no such file.")
    }
  }

  @Test("A failure within a file is told in the form that editors follow", .tags(.exact))
  func places() {
    #expect(CommandFailure(file: "a.stim", "3:4: no.").message == "a.stim:3:4: no.")
    #expect(CommandFailure(file: "a.b8", "byte 7: no.").message == "a.b8: byte 7: no.")
  }

  @Test("The first signal is noted and does not end the process")
  func interruption() async {
    // To the process and not to the thread: threads of the pool block signals.
    await #expect(processExitsWith: .exitCode(7)) {
      Interruption.watch()
      guard !Interruption.isRequested else { exit(1) }
      kill(getpid(), SIGINT)
      for _ in 0..<5000 where !Interruption.isRequested { usleep(1000) }
      exit(Interruption.isRequested ? 7 : 2)
    }
    await #expect(processExitsWith: .exitCode(128 + SIGTERM)) {
      Interruption.watch()
      kill(getpid(), SIGINT)
      for _ in 0..<5000 where !Interruption.isRequested { usleep(1000) }
      kill(getpid(), SIGTERM)
      usleep(5_000_000)
      exit(0)
    }
  }
}
