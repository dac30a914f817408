// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import Decoding
internal import StabilizerSimulation
internal import StrictJSON

/// An experiment that is decoded while it runs: its model cut into rounds.
public struct StreamExperiment: Sendable {
  /// What messages call it.
  public let name: String
  /// The distance of the code, where it is known.
  public let distance: Int?
  /// The model.
  public let model: LayeredModel

  /// Analyzes the circuit of a task, whatever the number of its rounds.
  ///
  /// - Throws: `SamplingError` if the circuit does not decompose into errors that flip up to two detectors or its
  ///   detectors have no times.
  public init(_ task: CollectionTask) throws(SamplingError) {
    name = task.name
    distance = task.metadata["d"]?.intValue
    do throws(CircuitError) {
      model = try LayeredModel(
        task.circuit.detectorErrorModel(AnalysisOptions(decomposeErrors: true, foldLoops: true)))
    } catch {
      throw task.fault(of: error)
    }
  }

  /// Compiles a decoder for the windows of the experiment.
  ///
  /// - Parameters:
  ///   - name: The decoder, as the registry has it.
  ///   - settings: How the stream is cut.
  /// - Returns: The compiled decoder.
  /// - Throws: `SamplingError` if the decoder is unknown or cannot decode the model.
  public func compile(
    _ name: String, _ settings: WindowSettings
  ) throws(SamplingError) -> any CompiledStream {
    do throws(DecodingError) {
      return try WindowDecoder(Decoders.named(name).decoder, settings).compile(model)
    } catch {
      throw SamplingError(.task, "\(self.name): \(error.message)")
    }
  }
}
