// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CQuantaCore
internal import CircuitModel
internal import CommandLineKit
internal import Decoding

/// What a function of the interface answers when it cannot do what it was asked.
struct ForeignError: Error {
  /// The kinds of fault, with the numbers that the header gives them.
  enum Status {
    case badArgument, badHandle, shortBuffer, badInput, unknownDecoder, unsuitableModel
    case unexplainable, unsupported, fileError

    var code: QKStatus {
      switch self {
      case .badArgument: QKStatus(QK_BAD_ARGUMENT)
      case .badHandle: QKStatus(QK_BAD_HANDLE)
      case .shortBuffer: QKStatus(QK_SHORT_BUFFER)
      case .badInput: QKStatus(QK_BAD_INPUT)
      case .unknownDecoder: QKStatus(QK_UNKNOWN_DECODER)
      case .unsuitableModel: QKStatus(QK_UNSUITABLE_MODEL)
      case .unexplainable: QKStatus(QK_UNEXPLAINABLE)
      case .unsupported: QKStatus(QK_UNSUPPORTED)
      case .fileError: QKStatus(QK_FILE_ERROR)
      }
    }
  }

  let status: Status
  let message: String

  init(_ status: Status, _ message: String) {
    self.status = status
    self.message = message
  }

  init(_ error: CircuitError) {
    self.init(.badInput, error.description)
  }

  init(_ error: FileError) {
    self.init(.fileError, error.description)
  }

  init(_ error: DecodingError) {
    let status: Status =
      switch error.code {
      case .notGraphlike, .badProbability, .tooLarge, .unsuitable: .unsuitableModel
      case .unexplainable: .unexplainable
      case .shape: .badArgument
      case .unknownDecoder, .badSetting: .unknownDecoder
      }
    self.init(status, error.description)
  }
}

/// Runs the body of a function of the interface, and keeps the message of what went wrong.
func answer(_ body: () throws(ForeignError) -> Void) -> QKStatus {
  do {
    try body()
    return QKStatus(QK_OK)
  } catch {
    let text = Array(error.message.utf8CString)
    unsafe text.withUnsafeBufferPointer { bytes in
      unsafe qk_keepErrorMessage(bytes.baseAddress, bytes.count - 1)
    }
    return error.status.code
  }
}
