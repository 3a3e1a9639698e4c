#pragma once
#import <UIKit/UIKit.h>
