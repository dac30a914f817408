// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CQuantaCore
internal import CircuitModel
internal import CommandLineKit
internal import StabilizerSimulation

/// Reads a circuit from text.
@c @implementation
public func qk_circuitFromText(
  _ text: UnsafePointer<CChar>?, _ length: Int, _ circuit: UnsafeMutablePointer<QKCircuit>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let source = unsafe try bytes(text, length, "text")
    unsafe try store(newItemIn: circuit, "circuit") { () throws(ForeignError) in
      .circuit(try parseCircuit(source))
    }
  }
}

/// Reads a circuit from a file.
@c @implementation
public func qk_circuitFromFile(
  _ path: UnsafePointer<CChar>?, _ circuit: UnsafeMutablePointer<QKCircuit>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let path = unsafe try text(path, "path")
    unsafe try store(newItemIn: circuit, "circuit") { () throws(ForeignError) in
      .circuit(try naming(path) { bytes throws(ForeignError) in try parseCircuit(bytes) })
    }
  }
}

/// Reads a model from text.
@c @implementation
public func qk_modelFromText(
  _ text: UnsafePointer<CChar>?, _ length: Int, _ model: UnsafeMutablePointer<QKModel>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let source = unsafe try bytes(text, length, "text")
    unsafe try store(newItemIn: model, "model") { () throws(ForeignError) in
      .model(try parseModel(source))
    }
  }
}

/// Reads a model from a file.
@c @implementation
public func qk_modelFromFile(
  _ path: UnsafePointer<CChar>?, _ model: UnsafeMutablePointer<QKModel>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let path = unsafe try text(path, "path")
    unsafe try store(newItemIn: model, "model") { () throws(ForeignError) in
      .model(try naming(path) { bytes throws(ForeignError) in try parseModel(bytes) })
    }
  }
}

/// Analyzes a circuit.
@c @implementation
public func qk_modelFromCircuit(
  _ circuit: QKCircuit, _ options: UInt32, _ approximateDisjointErrors: Double,
  _ model: UnsafeMutablePointer<QKModel>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let circuit = try Handles.circuit(circuit)
    let known =
      QK_DECOMPOSE_ERRORS | QK_FOLD_LOOPS | QK_ALLOW_GAUGE_DETECTORS
      | QK_IGNORE_DECOMPOSITION_FAILURES | QK_BLOCK_REMNANT_EDGES
    guard Int(options) & ~known == 0 else {
      throw ForeignError(
        .badArgument, "The options \(options) hold bits other than the known ones, \(known).")
    }
    guard approximateDisjointErrors >= 0, approximateDisjointErrors <= 1 else {
      throw ForeignError(
        .badArgument, "'approximateDisjointErrors' must be a probability, from 0 to 1.")
    }
    let has = { (flag: Int) in Int(options) & flag != 0 }
    let analysis = AnalysisOptions(
      decomposeErrors: has(QK_DECOMPOSE_ERRORS), foldLoops: has(QK_FOLD_LOOPS),
      allowGaugeDetectors: has(QK_ALLOW_GAUGE_DETECTORS),
      approximateDisjointErrors: approximateDisjointErrors,
      ignoreDecompositionFailures: has(QK_IGNORE_DECOMPOSITION_FAILURES),
      blockDecompositionFromIntroducingRemnantEdges: has(QK_BLOCK_REMNANT_EDGES))
    unsafe try store(newItemIn: model, "model") { () throws(ForeignError) in
      do throws(CircuitError) {
        return .model(try circuit.detectorErrorModel(analysis))
      } catch {
        throw ForeignError(error)
      }
    }
  }
}

/// Writes a model as text.
@c @implementation
public func qk_modelText(
  _ model: QKModel, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
  _ length: UnsafeMutablePointer<Int>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    unsafe try store(text: try Handles.model(model).description, in: buffer, capacity, length)
  }
}

private func parseCircuit(_ bytes: [UInt8]) throws(ForeignError) -> Circuit {
  do { return try Circuit(parsing: bytes) } catch { throw ForeignError(error) }
}

private func parseModel(_ bytes: [UInt8]) throws(ForeignError) -> DetectorErrorModel {
  do { return try DetectorErrorModel(parsing: bytes) } catch { throw ForeignError(error) }
}

/// Reads a file and parses it; faults name the file.
private func naming<Value>(
  _ path: String, _ parse: ([UInt8]) throws(ForeignError) -> Value
) throws(ForeignError) -> Value {
  let bytes: [UInt8]
  do {
    // For the reader `-` is standard input, which is the program's own and not the library's to read.
    bytes = try readFile(path == "-" ? "./-" : path)
  } catch {
    throw ForeignError(error)
  }
  do { return try parse(bytes) } catch {
    throw ForeignError(error.status, "\(path):\(error.message)")
  }
}
