# Thin names over Maven and cargo. `make help` lists them.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test asan jcstress fuzz check format bench report pauses reference notebooks install header bindings clean

PREFIX ?= $(HOME)/.local
JCSTRESS ?= default
FUZZ ?= 60

CARGO := .build/need-cargo && cargo
RUST := --manifest-path arrays-rs/Cargo.toml --workspace --locked
# The crates outside that workspace.
CRATES := benchmarks/rust arrays-java/arrays-demo/rust arrays-java/arrays-boundary-tests/src/test/rust/other-abi arrays-java/arrays-boundary-tests/src/test/rust/twin
# Maven runs on the JDK that compiles. The options leave out what asks for nothing to be done: what
# Maven's own libraries make a JDK 25 say, and which copies were made anew.
JDK := JAVA_HOME=$$(.build/find-jdk) && export JAVA_HOME
MVN := $(JDK) && MAVEN_OPTS="$$MAVEN_OPTS --sun-misc-unsafe-memory-access=allow \
	-Dorg.slf4j.simpleLogger.log.org.apache.maven.plugins.dependency=error" ./mvnw --batch-mode
# Takes commands as arguments, runs them side by side and tells what they do.
PROGRESS := .build/need-cargo && $(JDK) && "$$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 .build/Progress.java

# What Maven's build of the kernels runs: begun at once, it uses the processors that Maven leaves idle.
CARGO_KERNELS := cargo build --manifest-path arrays-rs/arrays-kernels/Cargo.toml --package arrays-kernels --lib --profile release

REFERENCE := arrays-java/arrays-kernels/src/test/reference

# What other projects use.
PUBLISHED := .,arrays-java/arrays-core,arrays-java/arrays-testing,arrays-java/arrays-codegen,arrays-java/arrays-maven-plugin,arrays-java/arrays-kernels,arrays-java/adapters/arrays-nd4j

help: ## lists the targets
	@sed -n 's/^\([a-z]*\):.* ## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: ## builds what the demo needs and runs it on the flights data
	@$(PROGRESS) '$(CARGO_KERNELS)' '$(MVN) package -Dmaven.test.skip --projects arrays-java/arrays-demo --also-make'
	@$(JDK) && "$$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow \
		-jar arrays-java/arrays-demo/target/arrays-demo.jar

# The Rust tests take what the others leave: they are done first in any case.
test: ## runs every test: Rust, Java, the notebooks and the README's project
	@$(PROGRESS) '$(CARGO_KERNELS)' 'nice cargo test $(RUST)' '$(MVN) verify'

# The compile-fail cases run no code and take the longest. Allocations that must fail shall do so.
asan: ## runs the Rust tests, the macro's expansions among them, under AddressSanitizer
	@$(PROGRESS) 'RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address RUSTDOCFLAGS=-Zsanitizer=address \
		ASAN_OPTIONS=allocator_may_return_null=1 LSAN_OPTIONS=suppressions=$(CURDIR)/.build/leaks-by-design:print_suppressions=0 \
		cargo test $(RUST) --target $$(rustc --print host-tuple) --target-dir arrays-rs/target/asan -- \
		--skip the_attribute_refuses_and_accepts'

jcstress: ## runs the tests of several threads in full, for an hour or so; for minutes with JCSTRESS=quick
	@$(PROGRESS) '$(MVN) verify -Dtest=JcstressRunTest -Dsurefire.failIfNoSpecifiedTests=false \
		-Darrays.jcstress.mode=$(JCSTRESS) --projects arrays-java/arrays-jcstress --also-make'

fuzz: ## fuzzes every parser and the macro, each for FUZZ seconds (60 if not given)
	@$(PROGRESS) \
		'FUZZ_SECONDS=$(FUZZ) cargo test --manifest-path arrays-rs/Cargo.toml --locked --package arrays-macros-backend --test tokens' \
		'$(MVN) verify -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Darrays.fuzz.seconds=$(FUZZ) \
		--projects arrays-java/arrays-fuzz-tests --also-make'

check: ## formats, lints and documentation, without the tests
	@$(CARGO) fmt --manifest-path arrays-rs/Cargo.toml --all --check
	@for crate in $(CRATES); do cargo fmt --manifest-path $$crate/Cargo.toml --check || exit; done
	@$(JDK) && "$$JAVA_HOME/bin/java" .build/CheckDocs.java
	@$(PROGRESS) \
		'cargo clippy $(RUST) --all-targets -- --deny warnings && \
		for crate in $(CRATES); do \
			cargo clippy --manifest-path $$crate/Cargo.toml --target-dir arrays-rs/target --locked --all-targets -- \
				--deny warnings || exit; \
		done && \
		RUSTDOCFLAGS="--deny warnings" cargo doc $(RUST) --no-deps' \
		'$(MVN) spotless:check && $(MVN) verify -DskipTests -Pdocs'

format: ## formats the Rust and the Java sources
	@$(CARGO) fmt --manifest-path arrays-rs/Cargo.toml --all
	@for crate in $(CRATES); do cargo fmt --manifest-path $$crate/Cargo.toml || exit; done
	@$(MVN) spotless:apply

# The kernels' suite works with one thread where a library would take more by itself.
BENCHMARKS := "$$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
	--add-modules=jdk.incubator.vector -cp benchmarks/target/benchmarks.jar

bench: ## measures the kernels and writes benchmarks/REPORT.md, for an hour or so; in minutes a part with QUICK=1; only some with BENCH=regex
	@$(PROGRESS) '$(CARGO_KERNELS)' '$(MVN) package -Dmaven.test.skip --projects benchmarks --also-make'
ifdef BENCH
	@$(JDK) && $(BENCHMARKS) org.openjdk.jmh.Main -prof gc -rf json -rff benchmarks/target/results.json $(BENCH)
else
	@$(JDK) && export OMP_NUM_THREADS=1 && $(BENCHMARKS) dev.arrays.benchmarks.report.Suite benchmarks \
		$(if $(KERNELS),$(KERNELS),$(if $(QUICK),quick,full))
endif

report: ## writes benchmarks/REPORT.md anew from the results that are there
	@$(PROGRESS) '$(CARGO_KERNELS)' '$(MVN) package -Dmaven.test.skip --projects benchmarks --also-make'
	@$(JDK) && $(BENCHMARKS) dev.arrays.benchmarks.report.Report benchmarks

pauses: ## measures how long safepoints wait for kernels and for plain Java; all, or PAUSES="G1 SUM 3" (rounds)
	@$(PROGRESS) '$(CARGO_KERNELS)' '$(MVN) package -Dmaven.test.skip --projects benchmarks --also-make'
	@$(JDK) && "$$JAVA_HOME/bin/java" -cp "benchmarks/target/benchmarks.jar" dev.arrays.benchmarks.PauseBenchmark $(PAUSES)

reference: ## makes the kernels' reference data anew, with the real NumPy and SciPy
	@test -x target/reference/bin/python || python3 -m venv target/reference
	@target/reference/bin/pip install --quiet --disable-pip-version-check --requirement $(REFERENCE)/requirements.txt
	@target/reference/bin/python $(REFERENCE)/make.py arrays-java/arrays-kernels/src/test/resources/reference

notebooks: ## executes every notebook and writes its outputs into it
	@$(PROGRESS) '$(CARGO_KERNELS)' '$(MVN) verify -Dtest=NotebookTest -Dsurefire.failIfNoSpecifiedTests=false \
		-Dnotebooks.update=true --projects notebooks --also-make'

install: ## puts the jars into the local Maven repository and the crates under PREFIX/share/arrays
	@$(PROGRESS) '$(CARGO_KERNELS)' '$(MVN) install -Dmaven.test.skip -Pdocs --projects $(PUBLISHED)'
	@.build/install-crates "$(PREFIX)/share/arrays"

header: ## makes the ABI's C header anew from the Rust side
	@$(PROGRESS) 'UPDATE_HEADER=1 cargo test --manifest-path arrays-rs/Cargo.toml --locked --package arrays --test header'

bindings: header ## makes the Java side of the ABI's C header anew; needs jextract
	@.build/make-bindings

clean: ## removes what was built
	@rm -rf arrays-rs/target target
	@find arrays-java benchmarks notebooks -name target -type d -prune -exec rm -rf {} +
