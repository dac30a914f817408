# Every command a developer or CI needs. `make run` and `make test` are complete on a fresh machine.

# Release builds use the processor at hand. `make build PORTABLE=1` builds for any x86-64 or arm64.
ifdef PORTABLE
  FLAVOUR := portable
  MARCH :=
else
  FLAVOUR := native
  MARCH := -Xcc -march=native
endif

RELEASE := -c release --static-swift-stdlib $(MARCH) --scratch-path .build/$(FLAVOUR)
TESTING := -c release -Xswiftc -enable-testing $(MARCH) --scratch-path .build/testing
QUANTA  := .build/$(FLAVOUR)/release/quanta

.PHONY: run test build bench bench-statevector bench-programs validate peers python check format deps docs clean

## run: build, then write the QEC simulation report to report/
run: build
	$(QUANTA) report --out report --progress

## test: the whole test suite, in debug and, for the heavy kernels, optimized
test: deps
	swift test
	swift test $(TESTING)

## build: the optimized `quanta`, at .build/native/release/quanta (or .build/portable/… with PORTABLE=1)
build: deps
	swift build $(RELEASE) --product quanta

## bench: speed and memory beside the peers, as ratios
bench: build peers
	.peers/bin/python Benchmarks/compare.py $(QUANTA)
	.peers/bin/python Benchmarks/bosonic.py $(QUANTA)

## bench-statevector: the state vector beside qulacs, qiskit-aer and qsim on 24 qubits
bench-statevector: deps peers
	swift build $(RELEASE) --product StateVectorBenchmark
	.peers/bin/python Benchmarks/statevector.py .build/$(FLAVOUR)/release/StateVectorBenchmark

## bench-programs: large Clifford programs beside Stim
bench-programs: build peers
	.peers/bin/python Benchmarks/programs.py $(QUANTA)

## validate: the long Monte Carlo validations against published and recomputed figures
validate: deps peers
	QUANTACORE_VALIDATE=1 swift test $(TESTING) --no-parallel

## peers: stim, pymatching, sinter, qecsim, ldpc, relay-bp, qutip, qulacs, qiskit-aer, qsimcirq, tesseract-decoder and pytest in .peers
peers:
	Scripts/peers

## python: the Python package, installed from this clone into a fresh environment, and its tests
python: deps peers
	Scripts/python

## check: all that CI does
check: deps peers
	Scripts/check

## format: rewrite all sources in the project's format
format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests

## docs: regenerate the reference pages that come out of the program's tables
docs: build
	Scripts/generate-docs $(QUANTA)

## deps: install missing system packages; silent when there is nothing to do
deps:
	@Scripts/deps

clean:
	rm -rf .build report
