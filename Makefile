# kAuth. `make help` lists the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help
export LANG := en_US.UTF-8
# One set of flags everywhere: other flags would compile the window's C code anew.
GO      ?= go
NOCGO   := CGO_ENABLED=0
OUT     := $(CURDIR)/out
# Go ends the tests of a package after ten minutes, which a busy machine needs.
TIME    := -timeout 40m
CHROMIUM ?=
export KAUTH_OUT := $(OUT)

.PHONY: deb deb-check deb-quick desktop-check windows mac phones phones-built ios ios-check reproducible android android-phone mutate-phones android-check android-run bench-android help run test test-fast build phone cli server window simulator walk fast race oracle browser keyring desktop install-desktop uninstall-desktop real-window lint fmt screenshots golden contact-sheet bench bench-app bench-qr faults fuzz torture torture-small clean deps
# One step at a time: each would install packages, and Go is parallel by itself.
.NOTPARALLEL:

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## start the reference server and the app (installs what is missing)
	@.tools/run

# The phones' builds take minutes of a compiler, and the tests wait a lot. PHONES=no leaves
# the phones out.
PHONES ?= yes
HERE := lint desktop-check test-fast torture-small oracle keyring desktop race browser real-window

test: deps ## everything: real browser, real window, race detector, phones' builds (installs what is missing)
ifeq ($(PHONES),no)
	@$(MAKE) --no-print-directory $(HERE)
	@echo "All tests passed BUT THOSE OF THE PHONES' BUILDS, which PHONES=no left out. Pictures are in out/."
else
	@.tools/install android npm ios
	@.tools/meanwhile "the phones' builds" "$(MAKE) --no-print-directory phones-built" "$(MAKE) --no-print-directory $(HERE)"
	@$(MAKE) --no-print-directory phones
	@echo "All tests passed. Pictures are in out/."
endif

test-fast: need-oracle ## the tests that need no C compiler, browser or display
	$(NOCGO) $(GO) vet -tags ci ./...
	$(NOCGO) $(GO) test $(TIME) -tags ci ./...
	$(NOCGO) $(GO) test $(TIME) -tags ci,mobile -run 'Finger|Hand|Row' ./app/widgets
	cd .tools && $(NOCGO) $(GO) test -count=1 ./android/mutate # reads what Go's cache does not: another module's files

deps:
	@.tools/install window display browser oracle npm keyring desktop mac

need-%:
	@.tools/install $*

build: server cli phone window ## build everything into bin/

server: ## bin/kauth-server: the reference server
	$(NOCGO) $(GO) build -o bin/kauth-server ./server-stub

cli: ## bin/kauth-cli: the app without a window
	$(NOCGO) $(GO) build -o bin/kauth-cli ./app/cli

phone: ## bin/kauth-phone: the app without a display, driven over HTTP
	$(NOCGO) $(GO) build -tags ci -o bin/kauth-phone ./app

window: need-window ## bin/kauth: the app in a window
	$(GO) build -o bin/kauth ./app

simulator: need-window ## bin/kauth-simulator: the app on the phone's driver, on a desk
	$(GO) build -tags mobile -o bin/kauth-simulator ./app

walk: need-display need-browser server cli phone window ## walk the main journey in a real window under a virtual display; pictures in out/
	$(GO) test $(TIME) -tags window -count=1 -v -run '^TestTheMainJourneyInARealWindow$$' ./app/e2e

# A module of its own, which ./... leaves out: its vectors are 109 MB.
WYCHEPROOF := core/api/testdata/wycheproof

ORACLES := ./core/api ./core/webpush ./core/otp ./core/qr ./core/vault ./core/transfer ./app/cli ./server-stub/wake

# The flag is for Node 18, which Debian 12 and Ubuntu 24.04 have.
oracle: need-oracle need-npm ## compare with what others wrote (oathtool, zbarimg, npm jose, http_ece, noble, Wycheproof's vectors)
	NODE_OPTIONS=--experimental-global-webcrypto $(NOCGO) $(GO) test $(TIME) -tags oracle -run "$$(.tools/tests-of oracle $(ORACLES))" $(ORACLES)
	cd $(WYCHEPROOF) && $(NOCGO) $(GO) test ./...

keyring: need-keyring ## the real gnome-keyring, on a bus of its own
	$(NOCGO) $(GO) test $(TIME) -tags keyring -count=1 ./platform/keystore/...

desktop: need-desktop ## notices on a real notification service, the tray and the portals, on a bus of their own
	$(NOCGO) $(GO) test $(TIME) -tags desktop -count=1 ./platform/notify ./platform/push ./platform/sight ./platform/tray ./platform/comfort/... ./platform/screenshot
	$(NOCGO) $(GO) test $(TIME) -tags desktop -count=1 -run 'LinksOpen|OwnLinks|Uninstalling|Quoted' ./app/e2e

# Nothing here runs a program of Windows or macOS: what is checked is that all would
# compile, and what is packed beside it.
desktop-check: need-mac ## type-check the whole app for Windows and macOS, all tests included; look through the Mac's package
	$(NOCGO) $(GO) test $(TIME) -tags desks -count=1 -run 'TypeChecks|TheMacs' ./app/e2e

windows: need-windows ## bin/kauth.exe and bin/kauth-cli.exe by Debian's mingw, looked through; the first time takes minutes
	GO="$(GO)" .tools/desk/windows
	$(NOCGO) $(GO) test $(TIME) -tags exe -count=1 -run 'WindowsProgram' ./app/e2e

mac: ## bin/kAuth.app, on a Mac: docs/desktop.md
	GO="$(GO)" .tools/desk/mac

# Without paths, times and numbers of this machine: the same sources give the same bytes.
RELEASE := -trimpath -buildvcs=false -ldflags '-s -w -buildid='

deb: need-window need-deb ## out/kauth.deb: the app and kauth-cli as a Debian package; no root is needed
	$(GO) build $(RELEASE) -o out/deb/kauth ./app
	$(NOCGO) $(GO) build $(RELEASE) -o out/deb/kauth-cli ./app/cli
	.tools/deb out/deb/kauth out/deb/kauth-cli out/deb/kauth.deb
	ln -f out/deb/kauth.deb out/kauth.deb

deb-check: deb need-desktop need-display ## look through the package, and start it by a link in a real window
	$(NOCGO) $(GO) test $(TIME) -tags deb -count=1 -run 'DebianPackage' ./app/e2e

# What a package needs besides the programs, around those that the other tests have built.
deb-quick: need-deb need-desktop need-display cli window ## the same checks around the programs of `make window cli`
	mkdir -p out/deb-quick
	strip -o out/deb-quick/kauth bin/kauth
	strip -o out/deb-quick/kauth-cli bin/kauth-cli
	KAUTH_QUICK=yes .tools/deb out/deb-quick/kauth out/deb-quick/kauth-cli out/deb-quick/kauth.deb
	KAUTH_QUICK=yes KAUTH_DEB=$(OUT)/deb-quick $(NOCGO) $(GO) test $(TIME) -tags deb -count=1 -run 'DebianPackage' ./app/e2e

install-desktop: window ## the app among your own applications; kauth:// and otpauth:// links open it
	@.tools/desktop install bin/kauth

uninstall-desktop: ## takes it away again; accounts stay in their vault
	@.tools/desktop uninstall

# What only draws runs on one goroutine, and takes minutes under the detector; so do a
# thousand damaged files, old vaults and the search of a process's whole memory. A command
# that is killed, or finds no room, is one goroutine in a process of its own.
DRAWS := KilledLink|KilledImport|FullDisk|ReadOnlyFolder|AnotherProcessHas|LookAsTheyWereApproved|ShareAPicture|LeavesTheWindow|LeavesThePage|RoomForAFinger|KeyboardReaches|OfAnyScript|CanBeReadOn|OfTheTheme|ScreenReaders|DigitByDigit|NeverShortened|DamagedFileCosts|DamageIsNamed|OfVersion[0-9]

# Where the server shares something between goroutines: all of its tests would take
# many minutes under the detector.
SHARES := AtOnce|Disk|Together|Transaction|Stream|Stuck|Dead|Poll|Wake|Hashed|Line|Redeem|Race|Hundred|Fault|Reply|Restart

# Rooms in which one goroutine reads and writes: pictures, files of other apps, addresses,
# what draws; and app/e2e, whose programs are built without the detector.
ALONE := /(core/(qr|qr/bench|transfer|transfer/report|link|otp|coretest/photo|coretest/zxing)|app/(screen|widgets|look|e2e))$$

race: need-window ## the race detector over all that needs no browser or display
	$(GO) test $(TIME) -race -tags ci -skip '$(DRAWS)|InItsMemory' $$($(GO) list ./core/... ./app/... ./platform/... ./server-stub/wake | grep -v -E '$(ALONE)')
	$(GO) test $(TIME) -race -tags ci -run '$(SHARES)' ./server-stub/stub

# Pages wait for each other's clocks more than they compute.
browser: need-browser need-oracle ## the server's pages in a real Chromium
	$(NOCGO) $(GO) test $(TIME) -parallel 4 -tags browser -count=1 -run "$$(.tools/tests-of browser ./server-stub ./server-stub/pages)" ./server-stub ./server-stub/pages

WINDOWS := ./app/e2e ./platform/sight ./platform/clipboard ./platform/camera ./platform/screenshot

real-window: need-display need-browser need-desktop server cli phone window simulator ## the app's real window under a virtual display
	$(GO) test $(TIME) -tags window -count=1 -run "$$(.tools/tests-of window $(WINDOWS))" $(WINDOWS)

android: ## the Android package with the real NDK and SDK (ANDROID_HOME); DEBUG=1 for development: docs/phones.md
	GO="$(GO)" .tools/android/real

phones: android-check android-run ios-check ## what `make test` checks of the phones' builds

phones-built: need-android need-npm need-ios
	.tools/android/build library arm64
	.tools/android/build library amd64
	.tools/android/build suites
	.tools/android/build classes
	.tools/android/build package arm64 amd64
	.tools/ios/build vet
	.tools/ios/build app

# What people install is built by the real NDK and SDK; here it is the same sources by
# Debian's clang, checked and played through: docs/phones.md.
android-check: need-android need-npm ## the Android package, built with Debian's tools and checked
	.tools/android/build library arm64
	.tools/android/build library amd64
	.tools/android/build classes
	.tools/android/build package arm64 amd64
	$(NOCGO) $(GO) test $(TIME) -tags apk -count=1 ./platform/android

android-run: need-android need-display server ## journeys of the Android build in a simulated Android framework; pictures in out/android
	.tools/android/build library amd64
	.tools/android/build suites
	.tools/android/build classes
	.tools/android/build host
	@rm -f $(OUT)/android/started-again-*
	$(NOCGO) $(GO) test $(TIME) -tags harness -count=1 -parallel 4 -run Android ./app/e2e || { .tools/android/started-again $(OUT)/android; exit 1; }
	@.tools/android/started-again $(OUT)/android

# The tests take this server, which was just built.
android-run bench-android: export KAUTH_SERVER := $(CURDIR)/bin/kauth-server

bench-android: need-android need-display server ## the time to the app's first frame in the simulated Android framework, beside an empty app
	.tools/android/build library amd64
	.tools/android/build empty
	.tools/android/build classes
	.tools/android/build host
	$(NOCGO) $(GO) test -tags harness,bench -c -o bin/bench-android ./app/e2e
	cd app/e2e && chrt --rr 1 ../../bin/bench-android -test.v -test.run '^TestBenchAndroid'

android-phone: server ## an emulator or a phone on USB, the app and the server together (ARGS="-s SERIAL APK"): docs/phones.md
	.tools/android/phone $(ARGS)

reproducible: ## build twice, in other folders, at other times, from an empty cache: the same bytes; ten minutes. WHAT chooses: docs/phones.md
	GO="$(GO)" .tools/reproducible $(WHAT)

MISTAKES ?=

mutate-phones: android-check android-run ## some 120 mistakes in manifest, Java, C and Go, each of which the two checks must find; an hour. MISTAKES chooses by words
	cd .tools && $(NOCGO) $(GO) build -o ../bin/mutate ./android/mutate
	bin/mutate -only '$(MISTAKES)'

ios: ## the app for iPhones, on a Mac with Xcode (KAUTH_TEAM, KAUTH_PROFILE): docs/phones.md
	GO="$(GO)" .tools/ios/mac

# What people install is built by Xcode; here it is the same sources by Debian's clang.
ios-check: need-ios ## the iOS app, compiled, linked and packed with Debian's tools, and checked
	.tools/ios/build vet
	.tools/ios/build app
	.tools/ios/build package
	$(NOCGO) $(GO) test $(TIME) -tags ipa -count=1 ./platform/ios

lint: need-window bin/gofumpt bin/staticcheck ## formatting, vet and staticcheck
	@bad=$$(bin/gofumpt -l . $(WYCHEPROOF)); test -z "$$bad" || { echo "gofumpt would change:"; echo "$$bad"; exit 1; }
	$(GO) vet ./...
	$(NOCGO) $(GO) vet -tags ci,accessibility ./app/...
	$(NOCGO) $(GO) vet -tags ci,oracle,browser,keyring,desktop,desks,deb,exe,bench,apk,ipa,harness ./...
	$(GO) vet -tags window,pictures,bench ./app/e2e ./platform/...
	bin/staticcheck ./...
	cd $(WYCHEPROOF) && $(NOCGO) $(GO) vet ./...

fmt: bin/gofumpt ## format all Go files
	bin/gofumpt -w .

screenshots: need-display server cli phone window ## docs/pictures: the app's real window in the main journeys, in two appearances and two languages
	$(GO) test $(TIME) -tags window,pictures -count=1 -run "^TestPictures(Of|In)" ./app/e2e

golden: ## draw the golden pictures anew: read them as a diff
	$(NOCGO) $(GO) test -tags ci ./app/screen ./app/widgets -update

contact-sheet: ## all golden pictures of a view on one picture, in out/, for people to look through
	@$(NOCGO) $(GO) run ./app/golden/contactsheet

bench: need-bench ## ratios measured in one run
	$(NOCGO) $(GO) test -run '^$$' -bench . -benchtime 300ms ./core/...
	$(NOCGO) $(GO) test -tags bench -count=1 -timeout 30m -run '^TestBench' -v ./server-stub/stub
	$(NOCGO) $(GO) test -tags bench -count=1 -timeout 20m -run '^TestDelivery$$' -v ./server-stub/stub
	$(NOCGO) $(GO) test -tags ci,bench -count=1 -timeout 20m -run '^TestBenchScreen$$' -v ./app
	$(NOCGO) $(GO) test -tags ci,bench -count=1 -timeout 30m -run '^TestBenchIdle$$' -v ./core/client

# TORTURE=small is its short form, TORTURE_SEED another chance, TORTURE_FLAGS what
# `bin/torture -help` lists.
TORTURE       ?= full
TORTURE_SEED  ?= 0
TORTURE_FLAGS ?=

torture: ## end vaults in every way that a machine may, at most 13 minutes; figures in the last line
	@$(NOCGO) $(GO) build -o bin/torture ./core/vault/torture
	@bin/torture -scale $(TORTURE) -seed $(TORTURE_SEED) $(TORTURE_FLAGS)

torture-small:
	@$(MAKE) --no-print-directory torture TORTURE=small

# Another seed is another run; FAULTS_COUNT how many sign-ins it has.
FAULTS_SEED  ?= 1
FAULTS_COUNT ?= 10000

faults: ## sign-ins through a network that goes wrong, with kills of both ends: none lost, none shown twice; about 5 minutes
	FAULTS_SEED=$(FAULTS_SEED) FAULTS_COUNT=$(FAULTS_COUNT) $(NOCGO) $(GO) test -tags ci -count=1 -timeout 60m -run '^TestNothingIsLostOrShownTwiceThroughFaults$$' -v ./core/coretest/faults

bench-app: need-window need-display need-bench need-desktop window ## the app against its peers under a virtual display: start, rest, memory, scrolling
	$(GO) build -o bin/bench-empty ./app/bench/empty
	.tools/with-fyne app/bench/frames.patch bin/bench-frames ./app
	.tools/with-fyne docs/fyne-wait-when-idle.patch bin/bench-waits ./app
	.tools/with-fyne docs/fyne-wait-when-idle.patch bin/bench-empty-waits ./app/bench/empty
	$(NOCGO) $(GO) test -tags bench -count=1 -timeout 40m -run '^TestBench' -v ./app/bench
	$(GO) test -tags window,bench -c -o bin/bench-woken ./app/e2e
	cd app/e2e && chrt --rr 1 ../../bin/bench-woken -test.v -test.run '^TestBenchWoken$$'

bench-qr: need-oracle need-npm ## our reader of QR codes against others; KAUTH_QR_PICTURES names a folder of photographs
	$(NOCGO) $(GO) test -tags bench -count=1 -timeout 60m -run '^TestBench' -v ./core/qr/bench

# The passwords are those of the apps' own test files; others: IMPORT_PASSWORDS="one two".
IMPORT_PASSWORDS ?= testtest testtesttest Testtest1

import-report: ## what is read of each file in the folder KAUTH_IMPORTS
	@$(NOCGO) $(GO) run ./core/transfer/report "$${KAUTH_IMPORTS:?names the folder of files to read}" $(IMPORT_PASSWORDS)

# For instance: make fuzz FUZZ=core/qr FUZZ_TIME=1m
FUZZ      ?= .
FUZZ_TIME ?= 10m

fuzz: ## feed every parser what nobody expects, ten minutes each; FUZZ chooses which
	@GO="$(GO)" $(NOCGO) .tools/fuzz $(FUZZ_TIME) '$(FUZZ)'

bin/gofumpt bin/staticcheck: .tools/go.mod .tools/go.sum
	cd .tools && $(GO) build -o ../bin/gofumpt mvdan.cc/gofumpt && $(GO) build -o ../bin/staticcheck honnef.co/go/tools/cmd/staticcheck

clean: ## remove what was built, drawn and kept for `make run`
	rm -rf bin out .cache
