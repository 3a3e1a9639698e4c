package transfer

import (
	"context"
	"io"

	"kauth/core"
)

// Options of Parse.
type Options struct {
	Password []byte // nil: none was given
	Costly   bool   // the person agreed to a derivation that takes more than 256 MiB
	Working  func() // called now and then while a key is derived; may be nil

	lock Lock // opens our own backups in the place of the password
	free bool // a test wants to look behind derivations: a key costs nothing, and is wrong
}

// Parse says what a file of another app holds. Its errors:
//   - core.Locked: it is encrypted, and there is no password;
//   - core.WrongPass: the password does not open it;
//   - core.NotOurs: no format that is known, nor a picture's (core/qr reads those);
//   - core.Malformed: a known format, cut off, damaged, or against its own rules;
//   - core.TooNew: a later version of a known format;
//   - core.Unsupported: a database or a kind of export that nobody but its app can
//     open, or (with a *CostError) one that costs more than o allows;
//   - core.Cancelled.
//
// Report.Format is set with the errors, too, as far as it is known.
func Parse(ctx context.Context, r io.Reader, o Options) (Report, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch {
	case err != nil:
		return Report{}, core.E(opRead, core.StorageDenied, err)
	case len(data) > maxFile && foreign(file{data: data}) != nil:
		return Report{}, foreign(file{data: data})
	case len(data) > maxFile:
		return Report{}, core.Errorf(opRead, core.NotOurs, "larger than %d MB", maxFile>>20)
	case len(data) == 0:
		return Report{}, core.Errorf(opRead, core.NotOurs, "the file is empty")
	}
	f, shape := look(data)
	kind, err := which(f)
	report := Report{Format: kind.name, Encrypted: kind.locked}
	switch {
	case shape != nil: // before it was told apart: it can be nothing but damaged
		return report, shape
	case err != nil:
		return report, err
	case kind.locked && o.Password == nil && o.lock.key.Len() == 0:
		return report, core.E(opRead, core.Locked, nil)
	}
	things, err := kind.read(ctx, f, o)
	if err != nil {
		return report, err
	}
	if len(things) > maxEntries {
		return report, core.Errorf(opRead, core.Malformed, "more than %d codes", maxEntries)
	}
	report.Entries = judge(things)
	report.Missing = missing(f.text)
	markTwins(report.Entries)
	return report, nil
}

// format is one format: how it is told by its content, and how it is read.
type format struct {
	name   Format
	is     func(f file) bool
	locked bool // a password opens it
	read   func(ctx context.Context, f file, o Options) ([]thing, error)
}

// which finds a file's format. The order is from the marks that nothing else has to
// the vaguest.
func which(f file) (format, error) {
	if err := foreign(f); err != nil {
		return format{}, err
	}
	for _, k := range formats {
		if k.is(f) {
			return k, nil
		}
	}
	return format{}, core.E(opRead, core.NotOurs, nil)
}

var formats = []format{
	{Backup, isBackup, true, readBackup},
	{Stratum, isStratumSealed, true, readStratumSealed},
	{Stratum, isStratumLegacy, true, readStratumLegacy},
	{FreeOTP, isFreeOTP, true, readFreeOTP},
	{KDBX, isKDBX, true, readKDBX},
	{AuthPlus, isAuthPlus, true, readAuthPlus},
	{AegisFile, isAegisSealed, true, readAegisSealed},
	{AegisFile, isAegis, false, readAegis},
	{TwoFAS, isTwoFASSealed, true, readTwoFASSealed},
	{TwoFAS, isTwoFAS, false, readTwoFAS},
	{Stratum, isStratum, false, readStratum},
	{Ente, isEnteSealed, true, readEnteSealed},
	{Bitwarden, isBitwardenSealed, true, readBitwardenSealed},
	{Bitwarden, isBitwarden, false, readBitwarden},
	{Bitwarden, isBitwardenCSV, false, readBitwardenCSV},
	{Proton, isProtonSealed, true, readProtonSealed},
	{Proton, isProton, false, readProton},
	{FreeOTPP, isFreeOTPPlus, false, readFreeOTPPlus},
	{LastPass, isLastPass, false, readLastPass},
	{SteamFile, isSteam, false, readSteam},
	{AndOTP, isAndOTP, false, readAndOTP},
	{Duo, isDuo, false, readDuo},
	{Authy, isAuthySealed, true, readAuthy},
	{Authy, isAuthy, false, readAuthy},
	{BattleNet, isBattleNet, false, readBattleNet},
	{TOTPAuth, isTOTPAuthXML, false, readTOTPAuthXML},
	{FreeOTPXML, isFreeOTPXML, false, readFreeOTPXML},
	{Addresses, isAddresses, false, readAddresses},
	{TOTPAuth, isTOTPAuth, true, readTOTPAuth},
	{AndOTP, isAndOTPSealed, true, readAndOTPSealed},
}

func isAddresses(f file) bool { return looksLikeAddresses(f.text) }

func readAddresses(_ context.Context, f file, _ Options) ([]thing, error) {
	return addresses(f.text), nil
}
