package main

const (
	xml    = "platform/android/AndroidManifest.xml"
	java   = "platform/android/java/kauth/app/"
	res    = "platform/android/res/"
	bridge = "platform/android/bridge_android.c"
	script = ".tools/android/build"
	suite  = "TestAndroidAbilitiesKeepTheirPromises/" // and an ability
)

// described is a mistake in the manifest or in a resource.
func described(what, file, from, to, test string) mutation {
	return mutation{what, []edit{{file, from, to}}, []string{"base arm64", "base amd64"}, test}
}

// packaged is one in how the package is put together.
func packaged(what, file, from, to, test string) mutation {
	return mutation{what, []edit{{file, from, to}}, []string{"package arm64"}, test}
}

// inJava is one that a journey meets.
func inJava(what, class, from, to, test string) mutation {
	return mutation{what, []edit{{java + class + ".java", from, to}}, []string{"classes"}, test}
}

// inLibrary is one of Go or C that a journey meets.
func inLibrary(what, file, from, to, test string) mutation {
	return mutation{what, []edit{{file, from, to}}, []string{"library amd64"}, test}
}

func table() []mutation {
	permission := func(name string) string {
		return "\t<uses-permission android:name=\"android.permission." + name + "\" />\n"
	}
	return []mutation{
		described("no permission for the camera", xml, permission("CAMERA"), "", "TestTheAppAsksForNoMorePermissionsThanItNeeds"),
		described("no permission for the network", xml, permission("INTERNET"), "", "TestTheAppAsksForNoMorePermissionsThanItNeeds"),
		described("no permission for notices", xml, permission("POST_NOTIFICATIONS"), "", "TestTheAppAsksForNoMorePermissionsThanItNeeds"),
		described("no permission for face or finger", xml, permission("USE_BIOMETRIC"), "", "TestTheAppAsksForNoMorePermissionsThanItNeeds"),
		described("a permission more", xml, permission("CAMERA"), permission("CAMERA")+permission("READ_CONTACTS"), "TestTheAppAsksForNoMorePermissionsThanItNeeds"),
		described("the camera is a must", xml, `"android.hardware.camera" android:required="false"`, `"android.hardware.camera" android:required="true"`, "TestAPhoneWithoutACameraCanHaveTheApp"),
		described("answers from every app", xml, `AnswerReceiver" android:exported="false"`, `AnswerReceiver" android:exported="true"`, "TestOtherAppsReachTheseThreePartsAlone"),
		described("no page for other apps", xml, `MainActivity" android:exported="true"`, `MainActivity" android:exported="false"`, "TestOtherAppsReachTheseThreePartsAlone"),
		described("a task that others may enter", xml, ` android:taskAffinity=""`, "", "TestOtherAppsReachTheseThreePartsAlone"),
		described("a second window for a link", xml, `android:launchMode="singleTask"`, `android:launchMode="standard"`, "TestLinksOpenTheAppAndNothingElseDoes"),
		described("kauth links open nothing", xml, `<data android:scheme="kauth" />`, "", "TestLinksOpenTheAppAndNothingElseDoes"),
		described("no message of UnifiedPush", xml, `<action android:name="org.unifiedpush.android.connector.MESSAGE" />`, "", "TestUnifiedPushReachesItsReceiver"),
		described("the system backs up", xml, `android:allowBackup="false"`, `android:allowBackup="true"`, "TestNoBackupAndNoNewPhoneGetsTheVaultFromTheSystem"),
		described("a new phone gets files", res+"xml/extraction.xml", "\t<device-transfer>\n\t\t<exclude domain=\"root\" path=\".\" />\n\t\t<exclude domain=\"file\" path=\".\" />", "\t<device-transfer>\n\t\t<exclude domain=\"root\" path=\".\" />", "TestNoBackupAndNoNewPhoneGetsTheVaultFromTheSystem"),
		described("Android 12 has no rules", xml, `android:dataExtractionRules="@xml/extraction"`, "", "TestNoBackupAndNoNewPhoneGetsTheVaultFromTheSystem"),
		described("plain http in a release", res+"xml/network.xml", `cleartextTrafficPermitted="false"`, `cleartextTrafficPermitted="true"`, "TestPlainHTTPIsForDevelopmentAndForThisMachineAlone"),
		described("plain http to everywhere in a debug build", "platform/android/res-debug/xml/network.xml", `<base-config cleartextTrafficPermitted="false">`, `<base-config cleartextTrafficPermitted="true">`, "TestPlainHTTPIsForDevelopmentAndForThisMachineAlone"),
		described("no network configuration", xml, ` android:networkSecurityConfig="@xml/network"`, "", "TestPlainHTTPIsForDevelopmentAndForThisMachineAlone"),
		described("a release that can be debugged", xml, `android:debuggable="false"`, `android:debuggable="true"`, "TestOnlyABuildForDevelopmentCanBeDebugged"),
		described("for an older Android", xml, `android:targetSdkVersion="35"`, `android:targetSdkVersion="33"`, "TestThePackageIsForAndroid7AndMeansAndroid15"),
		described("libraries are unpacked", xml, `android:extractNativeLibs="false"`, `android:extractNativeLibs="true"`, "TestManifestIsTheOneThatWasRead"),
		described("no icon without color", res+"mipmap-anydpi-v26/ic_launcher.xml", `<monochrome android:drawable="@drawable/mark" />`, "", "TestTheIconTakesTheShapeAndColorOfThePhone"),
		described("a language is not offered", res+"xml/locales.xml", `<locale android:name="it" />`, "", "TestThePhoneOffersTheLanguagesThatTheAppHas"),
		packaged("pages of 4 KiB in the package", ".tools/android/pack/main.go", "page     = 16 << 10", "page     = 4 << 10", "TestPackageIsSmallAndItsLibraryIsMappedInPlace"),
		packaged("no signature by scheme 3", script, "--v3-signing-enabled true", "--v3-signing-enabled false", "TestPackageIsSignedAsAndroidWantsIt"),
		packaged("a class is not in the package", script, `cp -r "$out/classes" "$out/classes7"`, `cp -r "$out/classes" "$out/classes7"; rm "$out/classes7/kauth/app/PushService.class"`, "TestEveryClassOfOursAndOfTheManifestIsInThePackage"),
		{"pages of 4 KiB in the library", []edit{{".tools/android/common", "max-page-size=16384", "max-page-size=4096"}}, []string{"library arm64"}, "TestLibraryLoadsOnPagesOf16KiBWithoutWritingToItsCode"},
		{"an address in the code", []edit{{bridge, "enum { NO_CLASS", "__asm__(\".text\\n.quad Java_kauth_app_Bridge_event\\n\");\nenum { NO_CLASS"}, {".tools/android/common", "max-page-size=16384", "max-page-size=16384 -Wl,-z,notext"}}, []string{"library arm64"}, "TestLibraryLoadsOnPagesOf16KiBWithoutWritingToItsCode"},
		{"a release that takes plain http", []edit{{script, "tags=$tags,release", ":"}}, []string{"library arm64"}, "TestTheLibraryOfAReleaseRefusesPlainHTTP"},
		{"a native method of another name", []edit{{bridge, "Java_kauth_app_Bridge_event", "Java_kauth_app_Bridge_evens"}}, []string{"library amd64"}, "TestEveryNativeMethodOfJavaIsInTheLibrary"},
		inLibrary("a call of another type", bridge, "(Landroid/content/Context;Ljava/lang/String;Ljava/lang/String;[B)[B", "(Landroid/content/Context;Ljava/lang/String;[BLjava/lang/String;)[B", "TestAndroidKeepsItsAccountsOverAKill"),
		inLibrary("an exception that nobody looks for", bridge, "call, context, name, words, body);\n\tif (threw(e) || !got)", "call, context, name, words, body);\n\tif (!got)", "TestAndroidLooksForExceptionsAfterEveryCall"),
		inLibrary("the class loader of the system", bridge, "if (!bridge) bridge = find(e, context);", "if (!bridge) bridge = (*e)->FindClass(e, \"kauth/app/Bridge\");", "TestAndroidKeepsItsAccountsOverAKill"),
		inJava("nobody hears that a new window waits", "MainActivity", "waits(true);\n\t\ttry {\n\t\t\tsuper.surfaceCreated(h);", "try {\n\t\t\tsuper.surfaceCreated(h);", "TestAndroidDrawsAgainWhileTheSystemWaitsForAPicture"),
		inLibrary("a picture that was missed stays missed", "app/front_window.go", "go showsAgain(run, w)", "", "TestAndroidDrawsAgainWhileTheSystemWaitsForAPicture"),
		inJava("the window is seen", "Privacy", "now ? flag : 0", "0", "TestAndroidHidesItsWindowBeforeThereIsAnythingToSee"),
		inJava("the window is hidden too late", "MainActivity", "Privacy.dress(this); // before there is anything to see", "", "TestAndroidHidesItsWindowBeforeThereIsAnythingToSee"),
		inJava("the vault in a folder that is backed up", "Phone", "app.getNoBackupFilesDir()", "app.getFilesDir()", "TestAndroidKeepsItsAccountsOverAKill"),
		inJava("a key is deleted on any trouble", "Keys", "\t\t} catch (GeneralSecurityException e) {\n", "\t\t} catch (GeneralSecurityException e) {\n\t\t\tforget(name);\n", suite+"KeystoreThatDeclines"),
		inJava("no chip of its own for keys", "Store", "return how.make(true);", "return how.make(false);", "TestAndroidPutsKeysIntoAChipOfTheirOwn"),
		inJava("a phone without such a chip has no key", "Store", "} catch (RuntimeException e) { // StrongBox", "} catch (IllegalStateException e) { // StrongBox", "TestAndroidPutsKeysIntoAChipOfTheirOwn"),
		inJava("a chip of its own may fail in one way alone", "Store", "} catch (RuntimeException e) { // StrongBox", "} catch (android.security.keystore.StrongBoxUnavailableException e) { // StrongBox", suite+"UnlockWhereStrongBoxBreaks"),
		inJava("a keystore that crashed is believed", "Store", "\t\tif (key == null) {\n\t\t\tanswers(store);\n\t\t}\n", "", suite+"KeystoreThatCrashed"),
		inJava("what signs is gone where the keystore crashed", "Store", "\t\tif (key == null) {\n\t\t\tanswers(store);\n\t\t}\n", "", suite+"HardwareThatCrashed"),
		inJava("another connection is believed", "Store", "\t\t\tanswers(store);\n\t\t}\n", "\t\t\tanswers(open());\n\t\t}\n", suite+"KeystoreThatIsOutOfReach"),
		inJava("a key that a crash kept is called deleted", "Store", "answers(store); // one that", "// one that", suite+"UnlockThatCrashed"),
		inJava("a key that is replaced before its file is", "Keys", "Key key = there ? Store.key(alias(name)) : null;", "Key key = null;", suite+"KeystoreOnAFullDisk"),
		inJava("a finger for no cipher", "Question", ".authenticate(new BiometricPrompt.CryptoObject(cipher), stop,", ".authenticate(stop,", suite+"Unlock$"),
		inJava("unlock: a key that needs nobody", "UnlockKey", ".setUserAuthenticationRequired(true)", ".setUserAuthenticationRequired(false)", suite+"UnlockNeedsMoreThanAYes"),
		inJava("unlock: a key that another finger uses too", "UnlockKey", ".setInvalidatedByBiometricEnrollment(true)", ".setInvalidatedByBiometricEnrollment(false)", suite+"Unlock$"),
		inJava("unlock: whoever turns back has lost what was kept", "Unlock", "before[0] == 0 ? 1 : 0", "before[0] == 0 ? 0 : 1", suite+"Unlock$"),
		inJava("unlock: one secret for another's name", "Unlock", "cipher.updateAAD(Text.bytes(name));\n\t\t\treturn", "return", suite+"Unlock$"),
		inJava("unlock: a prompt that stays", "Question", "\t/** Nobody waits for the answer any more. */\n\tstatic void stop() {\n\t\tQuestion q = current();", "\t/** Nobody waits for the answer any more. */\n\tstatic void stop() {\n\t\tQuestion q = null;", suite+"UnlockTakesItsPromptAway"),
		inJava("unlock: a prompt without its activity", "Question", "\t\tif (q != null && q.activity == activity) {\n\t\t\tq.leave();", "\t\tif (q != null && q.activity == activity) {", suite+"UnlockTakesItsPromptAway"),
		inJava("unlock: too often is too often for ever", "Question", "return \"locked\";", "return \"barred\";", suite+"Unlock$"),
		inJava("unlock: Android 9 does not ask for fingers", "Fingers", "if (!sensor.hasEnrolledFingerprints()) {", "if (false) {", "TestAndroid9UnlocksAsLaterOnesDo"),
		inJava("hardware: a key that is gone is for a moment", "Signer", "throw new Trouble(\"gone\", \"the system has", "throw new Trouble(\"moment\", \"the system has", suite+"Hardware$"),
		inJava("hardware: software calls itself hardware", "Signer", "default:\n\t\t\t\treturn \"software\";", "default:\n\t\t\t\treturn \"tee\";", "TestAndroidWithoutHardwareKeepsItsKeyInTheVault"),
		inJava("hardware: a key that stays", "Signer", "\t\t\t\tStore.delete(alias(name));\n", "", suite+"Hardware$"),
		inJava("hardware: one key for all names", "Signer", "return \"sign \" + name;", "return \"sign \";", suite+"Hardware$"),
		inJava("push: a message that nobody acknowledges", "Push", "send(app, to(app, part[0], \"MESSAGE_ACK\", part[1]).putExtra(\"id\", part[2]));", "", suite+"Push"),
		inJava("push: a registration without the server's key", "Push", "i.putExtra(\"vapid\", part[2]);", "", suite+"Push"),
		inJava("push: a refusal without its reason", "PushReceiver", "extra = intent.getStringExtra(\"reason\");", "", suite+"Push"),
		{"push: a message that is too long", []edit{{java + "PushReceiver.java", " || message.length > LARGEST", ""}, {"platform/push/push_android.go", " && len(e.Data) <= maxMessage", ""}}, []string{"suites", "classes"}, suite + "Push"},
		{"a key is freed as it was", []edit{{bridge, "for (volatile char *p = data; p && len > 0; len--) *p++ = 0;", "(void)len;"}}, []string{"suites"}, suite + "Unlock$"},
		{"a chip has two seconds to make a key", []edit{{"core/vault/patience_phone.go", "20 * time.Second", "2 * time.Second"}}, []string{"library amd64"}, "TestAndroidWaitsForASlowChip"},
		{"the bridge's class is a local one", []edit{{bridge, "return (*e)->NewGlobalRef(e, c);", "return c;"}}, []string{"suites"}, suite + "Keystore$"},
		inJava("a moment is for ever", "Keys", "throw new Trouble(\"moment\", e.getClass().getName());\n\t\t} catch (RuntimeException", "throw new Trouble(\"gone\", e.getClass().getName());\n\t\t} catch (RuntimeException", suite+"KeystoreThatDeclines"),
		inJava("a busy chip is a lost one", "Keys", "} catch (RuntimeException e) { // java.security.ProviderException, IllegalStateException: a busy chip\n\t\t\tthrow new Trouble(\"moment\"", "} catch (RuntimeException e) { // java.security.ProviderException, IllegalStateException: a busy chip\n\t\t\tthrow new Trouble(\"gone\"", suite+"Keystore$"),
		inJava("a link that came while it runs is lost", "MainActivity", "setIntent(intent);\n\t\theard(intent);", "setIntent(intent);", "TestAndroidOpensTheLinkThatStartedIt"),
		inJava("the link that started it is lost", "MainActivity", "heard(getIntent());", "", "TestAndroidOpensTheLinkThatStartedIt"),
		inJava("a verified link says nothing", "Links", "return \"kauth://link?\" + link.substring(at + PAGE.length());", "return \"\";", "TestAndroidOpensAVerifiedLink"),
		inJava("rows are taken for as long as they are seen", "Frames", "put(out, 4, stride);", "put(out, 4, image.getWidth());", "TestAndroidLinksByItsCameraAndAnswersRequests"),
		inJava("a camera that is in use is a riddle", "Frames", "? \"busy\"\n", "? \"silent\"\n", "TestAndroidFilmsOnceItCan"),
		inJava("a camera that another app takes was unplugged", "Frames", "stop(there(all, id) ? \"busy\" : \"lost\");", "stop(\"lost\");", "TestAndroidFilmsOnceItCan"),
		inJava("a closed app does not knock", "PushReceiver", "knock(context);\n\t\t}\n\t}", "}\n\t}", "TestAndroidKnocksOnceAMinuteWhereItIsClosed"),
		inJava("a flood knocks every time", "PushReceiver", "now - last.lastModified() < REST", "false", "TestAndroidKnocksOnceAMinuteWhereItIsClosed"),
		{"an answer without its word", []edit{{"platform/notify/notify_phone.go", "case !shown || word != part[1]:", "case !shown || word == \"\":"}}, []string{"suites"}, suite + "Notices"},
		{"a notice that was taken back answers", []edit{{"platform/notify/notify_phone.go", "\tdelete(n.words, id)\n\tn.send", "\tn.send"}, {java + "Notices.java", "all.cancel(text, ONE);", ""}}, []string{"suites", "classes"}, suite + "Notices"},
		inJava("YES without opening the app", "Notices", `parts[i].equals("no") ? says`, `!parts[i].isEmpty() ? says`, suite+"Notices"),
		inJava("NO opens the app", "Notices", `parts[i].equals("no") ? says`, `parts[i].isEmpty() ? says`, suite+"Notices"),
		inJava("a notice's intents can be changed", "Notices", "PendingIntent.FLAG_IMMUTABLE : 0);\n\t}\n\n\t/**\n\t * An answer", "0 : 0);\n\t}\n\n\t/**\n\t * An answer", suite+"Notices"),
		inJava("a button does not carry the word", "Notices", "intent.putExtra(WORD, word);", `intent.putExtra(WORD, "");`, suite+"Notices"),
		inJava("NO is heard by nobody", "AnswerReceiver", "!Notices.answered(intent)", "intent == null", suite+"Notices"),
		inJava("all notices share one intent", "Notices", `"kauth-notice:" + answer + "/" + word`, `"kauth-notice:" + answer`, suite+"Notices"),
		inJava("the system's text size is not read", "Comfort", "c.getResources().getConfiguration().fontScale", "1f", "TestAndroidTextIsAsLargeAsTheSystemSays"),
		inJava("another text size is not heard of", "MainActivity", "super.onConfigurationChanged(c);\n\t\tComfort.look(this);", "super.onConfigurationChanged(c);", "TestAndroidTextIsAsLargeAsTheSystemSays"),
		inJava("the bars' signs go by the system's theme alone", "MainActivity", "Comfort.look(this);\n\t\tBars.dress(this);", "Comfort.look(this);", "TestAndroidLinksByItsCameraAndAnswersRequests"),
		inJava("motion although the person wants none", "Comfort", "== 0;", "< 0;", "TestAndroidPagesSlideUnlessTheSystemHasThemStill"),
		inJava("what was set while it was away is not heard of", "MainActivity", "Question.resumed(this);\n\t\tComfort.look(this);", "Question.resumed(this);", "TestAndroidPagesSlideUnlessTheSystemHasThemStill"),
		inJava("an overlay that nobody fills", "Overlay", "before.set(null, null);", "", "TestAndroidTellsAScreenReaderAllOfAnActivityThatIsMadeAnew"),
		inJava("a prompt that throws ends the app", "Question", "} catch (Throwable t) { // some", "} catch (IllegalArgumentException t) { // some", suite+"Exceptions"),
		inJava("a prompt that stays is waited for", "Question", "} catch (Throwable t) { // it stays", "} catch (IllegalArgumentException t) { // it stays", suite+"Exceptions"),
		inJava("settings that throw end the app", "Comfort", "} catch (Throwable t) { // on the thread", "} catch (IllegalArgumentException t) { // on the thread", suite+"Exceptions"),
		inJava("a camera that throws ends the app", "Frames", "} catch (Throwable t) { // closed meanwhile", "} catch (IllegalArgumentException t) { // closed meanwhile", suite+"Exceptions"),
		inJava("a notice that throws ends the app", "Notices", "} catch (Throwable t) { // a receiver", "} catch (IllegalArgumentException t) { // a receiver", "TestAndroidKnocksWhereAnAnswerFindsItClosed"),
	}
}
