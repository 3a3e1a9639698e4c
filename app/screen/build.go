package screen

import (
	"fmt"

	"kauth/app/viewmodel"
)

// build makes the screen for a State. The page behind it comes as Intents.
func build(v viewmodel.View, c context) page {
	switch in := v.Intents.(type) {
	case *viewmodel.Starting:
		return newStarting(c)
	case *viewmodel.Allow:
		return newAllow(c, in)
	case *viewmodel.Door:
		return newDoor(c, in, v.State.(viewmodel.DoorState))
	case *viewmodel.Forgot:
		return newForgot(c, in)
	case *viewmodel.Choose:
		return newChoose(c, in, v.State.(viewmodel.ChooseState))
	case *viewmodel.NewPIN:
		return newNewPIN(c, in)
	case *viewmodel.Recovery:
		return newRecovery(c, in)
	case *viewmodel.LockSettings:
		return newLockSettings(c, in)
	case *viewmodel.Trouble:
		return newTrouble(c, in)
	case *viewmodel.Anew:
		return newAnew(c, in)
	case *viewmodel.Found:
		return newFound(c, in)
	case *viewmodel.Unreadable:
		return newUnreadable(c, in)
	case *viewmodel.Welcome:
		return newWelcome(c, in, v.State.(viewmodel.WelcomeState))
	case *viewmodel.Steps:
		return newSteps(c, in)
	case *viewmodel.Scan:
		return newScan(c, in)
	case *viewmodel.Pick:
		return newPick(c, in)
	case *viewmodel.Manual:
		return newManual(c, in)
	case *viewmodel.Add:
		return newConfirm(c, in)
	case *viewmodel.Parts:
		return newParts(c, in)
	case *viewmodel.Digits:
		return newDigits(c, in)
	case *viewmodel.Moving:
		return newMoving(c, in, v.State.(viewmodel.MovingState))
	case *viewmodel.Moved:
		return newMoved(c, in)
	case *viewmodel.Codes:
		return newCodes(c, in)
	case *viewmodel.Home:
		return newHome(c, in)
	case *viewmodel.RowMenu:
		return newRowMenu(c, in)
	case *viewmodel.Ordering:
		return newOrdering(c, in)
	case *viewmodel.Detail:
		return newDetail(c, in)
	case *viewmodel.Activity:
		return newActivity(c, in)
	case *viewmodel.ActivityChoice:
		return newActivityChoice(c, in)
	case *viewmodel.ActivityExport:
		return newActivityExport(c, in)
	case *viewmodel.ActivityRecord:
		return newActivityRecord(c, in)
	case *viewmodel.NotMe:
		return newNotMe(c, in)
	case *viewmodel.Rename:
		return newRename(c, in, v.State.(viewmodel.RenameState))
	case *viewmodel.Remove:
		return newRemove(c, in)
	case *viewmodel.Challenge:
		return newChallenge(c, in, v.State.(viewmodel.ChallengeState))
	case *viewmodel.Offline:
		return newOffline(c, in)
	case *viewmodel.Result:
		return newResult(c, in)
	case *viewmodel.Server:
		return newServer(c, in, v.State.(viewmodel.ServerState))
	case *viewmodel.Away:
		return newBrowser(c, in)
	case *viewmodel.Notices:
		return newNotices(c, in)
	case *viewmodel.WakeupsPage:
		return newWakeups(c, in)
	case *viewmodel.Check:
		return newCheck(c, in)
	case *viewmodel.Settings:
		return newSettings(c, in)
	case *viewmodel.Language:
		return newLanguage(c, in)
	case *viewmodel.TextSize:
		return newTextSize(c, in)
	case *viewmodel.Appearance:
		return newAppearance(c, in)
	case *viewmodel.BackupPage:
		return newBackup(c, in)
	case *viewmodel.Remind:
		return newRemind(c, in)
	case *viewmodel.BackupSetup:
		return newBackupSetup(c, in)
	case *viewmodel.Import:
		return newImport(c, in)
	case *viewmodel.Leave:
		return newLeave(c, in)
	case *viewmodel.Share:
		return newShare(c, in)
	case *viewmodel.TrashPage:
		return newTrash(c, in)
	case *viewmodel.Trashed:
		return newTrashed(c, in)
	case *viewmodel.Lost:
		return newLost(c, in)
	case *viewmodel.Again:
		return newAgain(c, in)
	case *viewmodel.Other:
		return newOther(c, in)
	case *viewmodel.About:
		return newAbout(c)
	}
	panic(fmt.Sprintf("screen: no screen for %T", v.Intents))
}
